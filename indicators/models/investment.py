from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.tracking import tracked
from indicators.models.planned import OfThePlan, PartQuerySet


class Investment(OfThePlan, models.Model):
    """Money the plan costs, in the organization's currency, on the day it is spent."""

    KINDS = [
        ("software", _("Software")),
        ("services", _("Consultancy and services")),
        ("people", _("People's hours")),
        ("training", _("Training")),
        ("equipment", _("Equipment")),
        ("other", pgettext_lazy("an investment", "Other")),
    ]

    plan = models.ForeignKey("indicators.Plan", models.CASCADE, related_name="investments", verbose_name=_("plan"))
    spent_on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="software")
    label = models.CharField(_("what for"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0)])

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("investment")
        verbose_name_plural = _("investments")
        ordering = ["plan", "spent_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="investment_is_not_negative")]
        triggers = tracked(moment="now()")

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return self.plan.get_absolute_url()
