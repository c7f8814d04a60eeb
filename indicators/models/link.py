import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.tracking import tracked
from indicators.models.indicator import linked
from indicators.models.planned import OfThePlan, PartQuerySet


class Link(OfThePlan, models.Model):
    """An indicator measures a strategy, and through it a goal: never one without the other."""

    strategy = models.ForeignKey(
        "indicators.Strategy", models.CASCADE, related_name="links", verbose_name=_("strategy")
    )
    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, related_name="links", verbose_name=_("indicator")
    )
    note = models.CharField(_("how it shows"), max_length=200, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [models.UniqueConstraint(fields=["strategy", "indicator"], name="one_link_per_pair")]
        triggers = [
            *tracked(moment="now()"),
            linked(
                "leaves_no_indicator_alone", pgtrigger.Delete | pgtrigger.UpdateOf("indicator_id"), "OLD.indicator_id"
            ),
        ]

    def __str__(self):
        return f"{self.strategy} — {self.indicator}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    def clean(self):
        super().clean()
        if self.strategy.goal.plan_id != self.indicator.plan_id:
            raise ValidationError(_("Indicator and strategy belong to one plan."))
