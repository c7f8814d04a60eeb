"""Natural limits of a process, by its moving ranges (XmR chart: Shewhart, Wheeler)."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

from crm.measures import Unit

# Three sigma, estimated by the mean moving range: 3 / 1.128; and what a moving range itself stays below.
NATURAL, SCREEN = Decimal("2.66"), Decimal("3.267")
FEWEST, FIRM = 6, 12
FLOORS = dict.fromkeys(Unit, Decimal(0)) | {Unit.POINTS: Decimal(-100)}
CEILINGS = {Unit.PERCENT: Decimal(100), Unit.POINTS: Decimal(100)}


@dataclass(frozen=True)
class Limits:
    """Of `n` points, in their unit. Below six points there is a mean at most, and no limits."""

    n: int
    mean: Decimal | None
    moving_range: Decimal | None
    lower: Decimal | None
    upper: Decimal | None

    @property
    def is_provisional(self) -> bool:
        return self.n < FIRM

    @property
    def are_known(self) -> bool:
        return self.lower is not None


def mean(values) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def limits_of(values: list[Decimal], unit: Unit | None = None) -> Limits:
    """Mean ± 2.66 mean moving ranges, without those ranges that are no noise; cut where the unit ends."""
    if not values:
        return Limits(0, None, None, None, None)
    middle = mean(values)
    ranges = [abs(later - earlier) for earlier, later in itertools.pairwise(values)]
    if len(values) < FEWEST:
        return Limits(len(values), middle, mean(ranges) if ranges else None, None, None)
    usual = mean(ranges)
    kept = [one for one in ranges if one <= usual * SCREEN]
    usual = mean(kept) if kept else usual
    lower, upper = middle - NATURAL * usual, middle + NATURAL * usual
    if unit in FLOORS:
        lower = max(lower, FLOORS[unit])
    if unit in CEILINGS:
        upper = min(upper, CEILINGS[unit])
    return Limits(len(values), middle, usual, lower, upper)
