from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.record import RecordQuerySet, record_indexes
from crm.ui.routes import record_url
from indicators.models.initiative import Initiative


class TacticQuerySet(RecordQuerySet):
    def in_order(self):
        return self.alive().order_by("position", "pk")


class Tactic(Initiative):
    """A step of a strategy that somebody takes by a day."""

    strategy = models.ForeignKey(
        "indicators.Strategy", models.CASCADE, related_name="tactics", verbose_name=_("strategy")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    objects = TacticQuerySet.as_manager()

    class Meta(Initiative.Meta):
        verbose_name = _("tactic")
        verbose_name_plural = _("tactics")
        indexes = record_indexes("tactic", is_owned=False)

    def get_absolute_url(self):
        return record_url("indicators:strategy-detail", self.strategy_id)

    @property
    def plan(self):
        return self.strategy.goal.plan

    @property
    def is_done(self):
        return self.done_at is not None
