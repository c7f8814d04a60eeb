"""A process under way, and each of its steps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.about import About, AboutQuerySet, about_visible_records
from crm.models.kinds import subject_models
from crm.models.record import OwnedRecord, RecordQuerySet, folded, record_indexes, search_of
from crm.models.role import Scope
from crm.models.tracking import tracked
from crm.ui.routes import record_url
from workflow.models.processtemplate import ProcessTemplate, StepFacts

RUNNING, DONE, CANCELLED = "running", "done", "cancelled"
WAITING, OPEN, SKIPPED = "waiting", "open", "skipped"


class ProcessQuerySet(AboutQuerySet, RecordQuerySet):
    def running(self):
        return self.alive().filter(state=RUNNING)


class Process(About, OwnedRecord):
    """Started from a template about a record; the owner started it. Its steps are those of that day."""

    STATES = [
        (RUNNING, pgettext_lazy("a process", "Under way")),
        (DONE, pgettext_lazy("a process", "Done")),
        (CANCELLED, pgettext_lazy("a process", "Cancelled")),
    ]

    name = models.CharField(_("process"), max_length=160)
    template = models.ForeignKey(
        ProcessTemplate, models.PROTECT, related_name="processes", verbose_name=_("process template")
    )
    template_version = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=STATES, default=RUNNING, editable=False)
    started_at = models.DateTimeField(_("started"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    cancel_reason = models.CharField(
        pgettext_lazy("a process", "why it was cancelled"), max_length=200, blank=True, editable=False
    )
    # Whoever starts it by a rule names the occasion, and it is started once.
    key = models.CharField(max_length=160, null=True, unique=True, editable=False)

    name_fold = folded("name")
    search = search_of("name", "external_id")

    objects = ProcessQuerySet.as_manager()

    class Meta(OwnedRecord.Meta):
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        indexes = [
            *record_indexes("process"),
            models.Index(fields=["started_at", "id"], name="process_by_start"),
            models.Index(fields=["record_type", "record_id"], name="process_of_a_record"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("workflow:process-detail", self.pk)

    @property
    def is_running(self):
        return self.state == RUNNING

    @classmethod
    def access_condition(cls, access, action) -> Q:
        """Whoever sees the record sees how far its processes are."""
        reached = access.reached(action, cls)
        if action != "view" or access.scope("view", cls) in (Scope.NONE, Scope.ALL):
            return reached
        return reached | about_visible_records(access, "view", subject_models())


class ProcessStepRun(StepFacts):
    """One step as it was when the process started; it becomes a task or an approval when its turn comes."""

    STATES = [
        (WAITING, pgettext_lazy("a step", "Waiting")),
        (OPEN, pgettext_lazy("a step", "Under way")),
        (DONE, pgettext_lazy("a step", "Done")),
        (SKIPPED, pgettext_lazy("a step", "Skipped")),
    ]

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps", verbose_name=_("process"))
    after = ArrayField(models.CharField(max_length=40), verbose_name=_("after these steps"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=STATES, default=WAITING)
    task = models.OneToOneField(
        "workflow.Task", models.SET_NULL, null=True, related_name="step_run", verbose_name=_("task")
    )
    approval = models.OneToOneField(
        "workflow.Approval", models.SET_NULL, null=True, related_name="step_run", verbose_name=_("approval")
    )
    opened_at = models.DateTimeField(_("opened"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey("crm.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("a process", "step")
        verbose_name_plural = pgettext_lazy("a process", "steps")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["process", "key"], name="one_step_run_of_a_key")]
        triggers = tracked(moment="now()")

    @property
    def is_over(self):
        return self.state in (DONE, SKIPPED)
