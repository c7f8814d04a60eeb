"""The types whose facts lie in a period. Stocks, cohorts and formulas have files of their own."""

from decimal import Decimal

from crm.measures.kpi import HUNDRED, Kpi
from crm.measures.measure import Measure
from crm.measures.unit import Unit


class Additive(Kpi):
    """Parts add up to the whole, so no facts are nought once there are facts at all."""

    def is_nought(self, asking, period) -> bool:
        first = self.begins(asking)
        return first is not None and first < period.bounds(asking.zone)[1]


class Count(Additive):
    """How many facts."""

    numerator = Measure()


class CountDistinct(Additive):
    """How many different ones the facts are about; over longer periods they do not add up."""


class Sum(Additive):
    """What the facts amount to."""

    def value(self, numerator, denominator, n):
        return (numerator or Decimal(0)) if n else None


class Ratio(Kpi):
    """A sum or count over another, never a mean of ratios. A share when the unit is per cent."""

    def value(self, numerator, denominator, n) -> Decimal | None:
        if not denominator:
            return None
        quotient = (numerator or Decimal(0)) / denominator
        return quotient * HUNDRED if self.unit == Unit.PERCENT else quotient


class Average(Ratio):
    """A sum over the number of its facts."""


class Quantile(Kpi):
    """The median or another percentile of something every fact has."""


class Score(Ratio):
    """The share of those who speak well less the share of those who speak ill, from -100 to 100.

    `points` is a value of every fact: 1, 0 or -1. Facts without an answer are no facts.
    """

    unit = Unit.POINTS
    numerator = Measure(of="points")
    denominator = Measure()

    def value(self, numerator, denominator, n):
        return (numerator or Decimal(0)) / denominator * HUNDRED if denominator else None
