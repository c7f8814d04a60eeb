from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.record import Record, RecordQuerySet, folded, record_indexes, search_of
from crm.ui.routes import record_url
from indicators.models.planned import PlannedRecord


class GoalQuerySet(RecordQuerySet):
    def in_order(self):
        return self.alive().order_by("position", "pk")


class Goal(PlannedRecord):
    """What the organization wants, and the method that puts money on it."""

    PILLARS = [
        ("sales", _("Sales")),
        ("marketing", _("Marketing")),
        ("services", _("Services")),
        ("workflow", _("Workflow")),
        ("adoption", _("Use and data")),
    ]
    KINDS = [
        ("acquisition", _("Win customers")),
        ("retention", _("Keep customers")),
        ("profitability", _("Earn more with each customer")),
        ("efficiency", _("Efficiency")),
        ("quality", _("Quality")),
    ]

    plan = models.ForeignKey("indicators.Plan", models.CASCADE, related_name="goals", verbose_name=_("plan"))
    statement = models.CharField(
        _("goal"), max_length=200, help_text=_("What shall be different, in words everybody understands.")
    )
    pillar = models.CharField(_("pillar"), max_length=10, choices=PILLARS, default="sales")
    kind = models.CharField(_("kind of goal"), max_length=14, choices=KINDS, default="acquisition")
    goal_owner = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("goal owner")
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    benefit_method = models.CharField(_("benefit method"), max_length=24, blank=True)
    benefit_inputs = models.JSONField(_("inputs of the method"), default=dict, blank=True)
    benefit_indicator = models.ForeignKey(
        "indicators.Indicator",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicator the benefit is counted by"),
    )
    benefit_group = models.CharField(
        _("benefit group"),
        max_length=60,
        blank=True,
        help_text=_("Goals that would count the same money share a group; only one of them claims it."),
    )
    claims_benefit = models.BooleanField(_("claims the benefit"), default=True)

    name_fold = folded("statement")
    search = search_of("statement", "external_id")

    objects = GoalQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        indexes = record_indexes("goal", is_owned=False)
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "benefit_group"],
                condition=Q(claims_benefit=True, deleted_at__isnull=True) & ~Q(benefit_group=""),
                name="one_claimant_per_benefit_group",
                violation_error_message=_("Another goal claims the benefit of this group."),
            )
        ]

    def __str__(self):
        return self.statement

    def get_absolute_url(self):
        return record_url("indicators:goal-detail", self.pk)

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("A goal ends after it starts.")})
        is_told = isinstance(self.benefit_inputs, dict)
        if not is_told or not all(is_number(one) for one in self.benefit_inputs.values()):
            raise ValidationError({"benefit_inputs": _("Give a number for each input of the method.")})


def is_number(value) -> bool:
    """Whether it is a finite number, also as text; nothing given yet is none that is wrong."""
    if value in (None, ""):
        return True
    try:
        return not isinstance(value, bool) and Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False
