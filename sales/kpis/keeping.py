"""Whether expected dates are kept."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.measures import Direction, Ratio, Unit, register
from crm.measures.measure import Measure
from crm.measures.then import as_at, path_of, told
from sales.kpis.standing import Open
from sales.models import Opportunity


@register
class Slippage(Open, Ratio):
    key = "sal.slippage"
    label = _("Pushed past the period")
    unit = Unit.PERCENT
    better = Direction.DOWN
    numerator, denominator = Measure(Q(is_pushed=True)), Measure()
    things = _("opportunities open at the start and expected to close in the period")
    words = {"is_pushed": _("its date was moved past the period, which it outlived")}
    guard = "sal.win_rate_decided"
    pitfalls = _("Due is what the date said when the period began; a date moved within the period is no slip.")

    def placed(self, asking, period):
        """Open when the period began and expected to close in it."""
        begin, end = period.bounds(asking.zone)
        instant = min(end, asking.now)
        due = self.standing(asking, begin).annotate(
            due_then=as_at(Opportunity, "closes_on", begin, asking.as_of),
            due_later=as_at(Opportunity, "closes_on", instant, asking.as_of),
        )
        due = due.filter(due_then__gte=period.start, due_then__lt=period.end)
        closed_at = path_of("closed_at", asking.as_of)
        due = told(due, asking.as_of, ["closed_at"])
        closed_in_time = Q(**{f"{closed_at}__isnull": False, f"{closed_at}__lt": instant})
        return self.narrowed(asking, due.annotate(is_pushed=Q(due_later__gte=period.end) & ~closed_in_time))

    def series(self, asking, periods):
        return [self.figure(asking, period) for period in periods]
