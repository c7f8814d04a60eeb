from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.about import About, AboutQuerySet, about_visible_records
from crm.models.kinds import subject_models
from crm.models.record import Record, RecordQuerySet, folded, search_of
from crm.ui.routes import record_url


class ActivityQuerySet(AboutQuerySet, RecordQuerySet):
    pass


class Activity(About, Record):
    """What happened with a customer: a call, a meeting, an e-mail, a note. What is to be done is a task."""

    KINDS = [
        ("note", _("Note")),
        ("call", _("Call")),
        ("email", _("E-mail")),
        ("meeting", _("Meeting")),
    ]
    OUTCOMES = [
        ("reached", _("Reached")),
        ("no_answer", _("No answer")),
        ("busy", _("Busy")),
        ("left_message", _("Left a message")),
        ("wrong_number", _("Wrong number")),
    ]

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="note")
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    body = models.TextField(_("what was said"), blank=True, max_length=50_000)
    outcome = models.CharField(_("outcome"), max_length=16, choices=OUTCOMES, blank=True)
    duration = models.PositiveIntegerField(_("duration in minutes"), null=True, blank=True)
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    owner = models.ForeignKey("crm.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    name_fold = folded("subject")
    search = search_of("subject", "body")

    objects = ActivityQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-occurred_at", "-pk"]
        indexes = [
            models.Index(
                models.F("record_type"),
                models.F("record_id"),
                models.F("occurred_at").desc(),
                models.F("id").desc(),
                condition=Q(deleted_at__isnull=True),
                name="activity_of_a_record",
            ),
            models.Index(fields=["occurred_at", "id"], name="activity_by_time"),
            models.Index(fields=["name_fold", "id"], name="activity_by_name"),
            GinIndex(fields=["search"], name="activity_search", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["custom"], name="activity_custom", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self):
        return self.subject or self.get_kind_display()

    def get_absolute_url(self):
        return record_url("crm:activity-detail", self.pk)

    @property
    def team_id(self):
        """An activity belongs to the team of who wrote it."""
        return self.owner.team_id

    @classmethod
    def access_condition(cls, access, action):
        """Seen with its subject; changed by who wrote it, or by whoever may change all activities."""
        subjects = about_visible_records(access, "view", subject_models())
        if action == "view":
            return subjects
        return subjects & access.condition(action, cls, team="owner__team")
