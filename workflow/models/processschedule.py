"""When a template starts by itself, about no record, in the name of a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.tracking import tracked
from crm.ui.routes import record_url
from workflow.models.processtemplate import ProcessTemplate
from workflow.models.repetition import Repetition
from workflow.recurring import says


class ProcessScheduleQuerySet(models.QuerySet):
    def running(self):
        return self.filter(paused_at__isnull=True, next_start_at__isnull=False)

    def to_be_looked_at(self, now):
        """Whose start has come, and those whose person has left: they are paused before it comes."""
        return self.running().filter(Q(next_start_at__lte=now) | Q(starter__is_active=False))


class ProcessSchedule(Repetition):
    """`next_slot` is the rule's next time, `next_start_at` the moment it starts: on a business day, if so asked."""

    template = models.OneToOneField(
        ProcessTemplate, models.CASCADE, related_name="schedule", verbose_name=_("process template")
    )
    starter = models.ForeignKey("crm.User", models.PROTECT, related_name="+", verbose_name=_("who starts it"))
    next_start_at = models.DateTimeField(_("next start"), null=True, editable=False)
    paused_at = models.DateTimeField(pgettext_lazy("a schedule", "paused"), null=True, editable=False)
    pause_reason = models.CharField(_("why it is paused"), max_length=200, blank=True, editable=False)

    objects = ProcessScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule of a process")
        verbose_name_plural = _("schedules of processes")
        indexes = [
            models.Index(
                fields=["next_start_at"],
                condition=Q(paused_at__isnull=True, next_start_at__isnull=False),
                name="processschedule_to_be_started",
            )
        ]
        triggers = tracked(silent=("next_slot", "next_start_at"), moment="now()")

    def __str__(self):
        return f"{self.template}: {says(self.rule)}"

    def get_absolute_url(self):
        return record_url("workflow:processtemplate-detail", self.template_id)

    @property
    def is_paused(self):
        return self.paused_at is not None

    def key_of(self, slot) -> str:
        """Under which the process of a slot is started, once."""
        return f"schedule:{self.pk}:{self.wall(slot).date().isoformat()}"
