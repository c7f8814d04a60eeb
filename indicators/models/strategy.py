from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.record import RecordQuerySet, record_indexes
from crm.ui.routes import record_url
from indicators.models.initiative import Initiative


class StrategyQuerySet(RecordQuerySet):
    def in_order(self):
        return self.alive().filter(goal__deleted_at__isnull=True).order_by("position", "pk")


class Strategy(Initiative):
    """How a goal is to be reached; the indicators linked to it say whether it works."""

    goal = models.ForeignKey("indicators.Goal", models.CASCADE, related_name="strategies", verbose_name=_("goal"))

    objects = StrategyQuerySet.as_manager()

    class Meta(Initiative.Meta):
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        indexes = record_indexes("strategy", is_owned=False)

    def get_absolute_url(self):
        return record_url("indicators:strategy-detail", self.pk)

    @property
    def plan(self):
        return self.goal.plan
