from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.tracking import tracked
from crm.ui.routes import record_url
from workflow.models.repetition import Repetition
from workflow.recurring import says


class RecurrenceQuerySet(models.QuerySet):
    def visible_to(self, user, action="view"):
        """By the reach of tasks: its owner and team are those of the tasks it makes."""
        return self.filter(user.access.condition(action, self.model))

    def running(self):
        return self.filter(stopped_at__isnull=True)

    def due(self, until):
        """Whose next slot lies before that moment."""
        return self.running().filter(next_slot__lte=until)


class Recurrence(Repetition):
    """A task that comes again: the rule, on the clock of a place, and what each new one is made like."""

    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)

    title = models.CharField(_("task"), max_length=160)
    type = models.ForeignKey("workflow.TaskType", models.PROTECT, related_name="+", verbose_name=_("type"))
    priority = models.PositiveSmallIntegerField(_("priority"), default=2)
    description = models.TextField(_("details"), blank=True)
    estimate_minutes = models.PositiveIntegerField(_("estimated effort (minutes)"), null=True, blank=True)
    owner = models.ForeignKey("crm.User", models.PROTECT, null=True, related_name="+", verbose_name=_("owner"))
    team = models.ForeignKey("crm.Team", models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    people = ArrayField(models.BigIntegerField(), verbose_name=_("participants"), default=list)
    steps = ArrayField(models.CharField(max_length=200), verbose_name=pgettext_lazy("a task", "steps"), default=list)
    record_type = models.ForeignKey(ContentType, models.PROTECT, null=True, db_index=False, related_name="+")
    record_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("record_type", "record_id")
    created_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("repetition")
        verbose_name_plural = _("repetitions")
        indexes = [
            models.Index(
                fields=["next_slot"],
                condition=Q(stopped_at__isnull=True, next_slot__isnull=False),
                name="recurrence_to_be_made",
            )
        ]
        triggers = tracked(silent=("next_slot",))

    def __str__(self):
        return f"{self.title}: {says(self.rule)}"

    def get_absolute_url(self):
        """The newest of its tasks."""
        newest = self.tasks.order_by("-occurrence").first()
        return record_url("workflow:task-detail", newest.pk if newest else 0)

    @classmethod
    def access_model(cls):
        from workflow.models.task import Task

        return Task

    @property
    def is_running(self):
        return self.stopped_at is None
