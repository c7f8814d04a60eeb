from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.access import EVERYTHING, NOTHING
from crm.models.record import Record, RecordQuerySet, folded, record_indexes, search_of
from crm.models.role import Scope
from crm.ui.routes import record_url


class PlanQuerySet(RecordQuerySet):
    def active(self):
        return self.alive().filter(state="active")


class Plan(Record):
    """A CRM project: who answers for it, its phases, what it costs, and the goals it is there for."""

    STATES = [
        ("draft", pgettext_lazy("a plan", "Draft")),
        ("active", pgettext_lazy("a plan", "Active")),
        ("closed", pgettext_lazy("a plan", "Closed")),
    ]
    owner_id = team_id = None

    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True, help_text=_("Why the organization does this."))
    sponsor = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sponsor")
    )
    manager = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project manager")
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    margin = models.DecimalField(
        _("contribution margin (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("What is left of a sale after its own costs. Benefits count margin, not revenue."),
    )
    state = models.CharField(_("state"), max_length=8, choices=STATES, default="draft", editable=False)
    activated_at = models.DateTimeField(_("activated"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    ready_plan = models.CharField(max_length=40, blank=True, editable=False)

    name_fold = folded("name")
    search = search_of("name", "purpose", "external_id")

    objects = PlanQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        indexes = record_indexes("plan", is_owned=False)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("A plan ends after it starts."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("indicators:plan-detail", self.pk)

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("A plan ends after it starts.")})

    @property
    def is_draft(self):
        return self.state == "draft"

    @property
    def is_active(self):
        return self.state == "active"

    @classmethod
    def access_condition(cls, access, action):
        return EVERYTHING if access.scope(action, cls) == Scope.ALL else NOTHING
