import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.about import About, AboutQuerySet
from crm.models.record import OwnedRecord, RecordQuerySet, folded
from crm.ui.routes import record_url

NEXT_DAYS = 7


class TaskQuerySet(AboutQuerySet, RecordQuerySet):
    def open(self):
        return self.alive().filter(done_at__isnull=True)

    def done(self):
        return self.alive().filter(done_at__isnull=False)

    def overdue(self, at=None):
        return self.open().filter(due_at__lt=at or timezone.now())

    def due_today(self):
        """What is still to come today, in the reader's time zone."""
        return self.open().filter(due_at__gte=timezone.now(), due_at__lt=midnight(days=1))

    def due_next(self):
        """From tomorrow on, for a week."""
        return self.open().filter(due_at__gte=midnight(days=1), due_at__lt=midnight(days=1 + NEXT_DAYS))

    def next_first(self):
        """By deadline, the undated last."""
        return self.order_by(F("due_at").asc(nulls_last=True), "pk")


def midnight(days=0):
    """The beginning of today, or so many days on, where the reader is."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class Task(About, OwnedRecord):
    """What is to be done, by whom and by when; the owner is the person responsible."""

    KINDS = [
        ("todo", _("To do")),
        ("call", _("Call")),
        ("email", _("E-mail")),
        ("meeting", _("Meeting")),
        ("visit", _("Visit")),
        ("proposal", _("Proposal")),
    ]

    title = models.CharField(_("task"), max_length=160)
    kind = models.CharField(_("type"), max_length=10, choices=KINDS, default="todo")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    description = models.TextField(_("details"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("done by")
    )
    name_fold = folded("title")

    objects = TaskQuerySet.as_manager()

    class Meta(OwnedRecord.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(
                fields=["record_type", "record_id", "due_at"],
                condition=Q(done_at__isnull=True, deleted_at__isnull=True),
                name="task_open_of_a_record",
            ),
            models.Index(
                fields=["owner", "due_at"],
                condition=Q(done_at__isnull=True, deleted_at__isnull=True),
                name="task_open_of_a_person",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(done_at__isnull=True, deleted_at__isnull=True),
                name="task_open_by_deadline",
            ),
            models.Index(
                F("record_type"),
                F("record_id"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(deleted_at__isnull=True),
                name="task_of_a_record",
            ),
            models.Index(
                F("record_type"),
                F("record_id"),
                F("done_at").desc(),
                F("id").desc(),
                condition=Q(done_at__isnull=False, deleted_at__isnull=True),
                name="task_done_of_a_record",
            ),
            models.Index(fields=["due_at", "id"], name="task_by_deadline"),
            models.Index(fields=["created_at", "id"], name="task_by_age"),
            models.Index(fields=["done_at", "id"], name="task_by_end"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return record_url("workflow:task-detail", self.pk)

    @property
    def is_open(self):
        return self.done_at is None

    @property
    def is_overdue(self):
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @classmethod
    def with_open(cls, model):
        """Open tasks about the row of `model` at hand: `rows.filter(~Exists(Task.with_open(Opportunity)))`.

        `Subquery(Task.with_open(Company).next_first().values("due_at")[:1])` is when the next one is due.
        """
        kind = ContentType.objects.get_for_model(model)
        return cls.objects.open().filter(record_type=kind, record_id=OuterRef("pk"))
