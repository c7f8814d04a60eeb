"""What there is at an instant: never added up over time."""

from datetime import datetime

from crm.measures.asking import Asking
from crm.measures.kpi import Kpi
from crm.measures.period import Period
from crm.measures.types import Ratio


class Stock(Kpi):
    """Facts as they stood when the period ended, or stand now while it runs.

    `standing(asking, instant)` gives them with owner, team and all else as at that instant.
    """

    def standing(self, asking: Asking, instant: datetime):
        raise NotImplementedError(f"{type(self).__name__} does not say what stood")

    def instant(self, asking: Asking, period: Period) -> datetime:
        return min(period.bounds(asking.zone)[1], asking.now)

    def placed(self, asking, period):
        return self.narrowed(asking, self.standing(asking, self.instant(asking, period)))

    def series(self, asking, periods):
        """Each instant is a question of its own."""
        return [self.figure(asking, period) for period in periods]

    def is_nought(self, asking, period) -> bool:
        if self.denominator is not None:
            return False
        first = self.begins(asking)
        return first is not None and first < period.bounds(asking.zone)[1]


class StockRatio(Stock):
    """A share of what there is at an instant."""

    value = Ratio.value
