"""How a piece of work goes through the departments: steps, who does each, by when, after which."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.tracking import tracked
from crm.ui.routes import record_url
from workflow.models.approval import ONE, RULES
from workflow.models.calendar import CalendarQuerySet

STARTER, OWNER, HEAD, PERSON, TEAM = "starter", "owner", "head", "person", "team"
TASK, APPROVAL = "task", "approval"
START, READY = "start", "ready"


class ProcessTemplateQuerySet(CalendarQuerySet):
    def for_kind(self, record_type):
        """What can be started about such a record."""
        return self.filter(is_active=True).filter(models.Q(record_type=None) | models.Q(record_type=record_type))


class ProcessTemplate(models.Model):
    """What was started keeps the steps as they were; `version` counts the changes."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    record_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about")
    )
    team = models.ForeignKey(
        "crm.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    is_active = models.BooleanField(_("can be started"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProcessTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("process template")
        verbose_name_plural = _("process templates")
        ordering = ["name"]
        triggers = tracked(moment="now()")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("workflow:processtemplate-detail", self.pk)


class StepFacts(models.Model):
    """What a step of a template says, and what the same step of a started process keeps of it."""

    ASSIGNEES = [
        (OWNER, _("Owner of the record")),
        (STARTER, _("Who started the process")),
        (HEAD, _("Head of the department")),
        (PERSON, _("A certain person")),
        (TEAM, _("A department, whoever takes it")),
    ]
    KINDS = [(TASK, _("Task")), (APPROVAL, _("Approval"))]
    COUNTS = [(READY, _("when the steps before are done")), (START, _("the start of the process"))]

    key = models.SlugField(_("key"), max_length=40)
    title = models.CharField(pgettext_lazy("a process", "step"), max_length=160)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS, default=TASK)
    assignee = models.CharField(_("who does it"), max_length=7, choices=ASSIGNEES, default=OWNER)
    person = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    team = models.ForeignKey(
        "crm.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    task_type = models.ForeignKey(
        "workflow.TaskType", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("type of task")
    )
    due_minutes = models.PositiveIntegerField(_("business minutes to do it"), null=True, blank=True)
    due_from = models.CharField(_("counted from"), max_length=5, choices=COUNTS, default=READY)
    checklist = models.TextField(_("checklist"), blank=True, help_text=_("One step a line."))
    rule = models.CharField(_("who decides"), max_length=3, choices=RULES, default=ONE)
    allows_self = models.BooleanField(_("who asks may decide too"), default=False)
    branch_field = models.CharField(_("only where"), max_length=80, blank=True)
    branch_value = models.CharField(pgettext_lazy("a branch", "is"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    def clean(self):
        if self.assignee == PERSON and self.person_id is None:
            raise ValidationError({"person": _("Say who does it.")})
        if self.assignee == TEAM and self.team_id is None:
            raise ValidationError({"team": _("Say which department does it.")})


FACTS = [field.name for field in StepFacts._meta.local_fields]


class ProcessStep(StepFacts):
    template = models.ForeignKey(ProcessTemplate, models.CASCADE, related_name="steps", verbose_name=_("template"))
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name=_("after these steps")
    )

    class Meta:
        verbose_name = _("step of a template")
        verbose_name_plural = _("steps of templates")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="one_step_of_a_key")]
        triggers = tracked(moment="now()")

    def get_absolute_url(self):
        return record_url("workflow:processtemplate-detail", self.template_id)
