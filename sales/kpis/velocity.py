"""How fast the pipeline turns into money."""

from django.utils.translation import gettext_lazy as _

from crm.measures import Formula, Unit, register
from crm.measures.kpi import HUNDRED
from sales.kpis.closing import Closing
from sales.models import Opportunity


@register
class Velocity(Formula):
    key = "sal.velocity"
    label = _("Sales velocity")
    unit = Unit.MONEY_PER_DAY
    subject = Opportunity
    dimensions = {name: Closing.dimensions[name] for name in ("owner", "team", "pipeline", "source", "sector")}
    inputs = {"open_count": "sal.open", "win_rate": "sal.win_rate_decided", "order": "mkt.aov", "days": "sal.cycle"}
    pitfalls = _("It contains win rate, order value and cycle: never add its benefit to theirs.")

    def combine(self, open_count, win_rate, order, days):
        return open_count * win_rate / HUNDRED * order / days if days else None
