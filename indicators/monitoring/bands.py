"""In which band a figure lies. Edges are inside: a figure on the edge is in the better band."""

import itertools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.monitoring.limits import CEILINGS, FLOORS

WHOLE_WAY = Decimal(100)
EDGES = ("acceptable_low", "acceptable_high", "desired_low", "desired_high")


class Band(StrEnum):
    DESIRED = "desired"
    ACCEPTABLE = "acceptable"
    BELOW = "below"
    NO_DATA = "no_data"
    CONTEXT = "context"


@dataclass(frozen=True)
class Edges:
    """In the metric's unit; None is an open side."""

    acceptable_low: Decimal | None = None
    acceptable_high: Decimal | None = None
    desired_low: Decimal | None = None
    desired_high: Decimal | None = None

    @property
    def has_desired(self) -> bool:
        return self.desired_low is not None or self.desired_high is not None


def band_of(value: Decimal | None, edges: Edges) -> Band:
    if value is None:
        return Band.NO_DATA
    if not holds(value, edges.acceptable_low, edges.acceptable_high):
        return Band.BELOW
    if edges.has_desired and holds(value, edges.desired_low, edges.desired_high):
        return Band.DESIRED
    return Band.ACCEPTABLE


def holds(value, low, high) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def edges_of(target, mean: Decimal | None, day: date) -> Edges | None:
    """The edges a target sets for a period that ends on this day; None where it rests on a baseline that is not.

    What is worked out from a baseline ends where the unit ends: three points more than 100 % is 100 %.
    """
    if mean is None and (target.basis != "absolute" or target.curve):
        return None
    share = share_on(target.curve, day)
    edges = {name: edge(getattr(target, name), target.basis, mean, share) for name in EDGES}
    if target.basis == "absolute" or target.indicator_id is None:
        return Edges(**edges)
    return Edges(**{name: within(one, target.indicator.unit) for name, one in edges.items()})


def within(value, unit) -> Decimal | None:
    if value is None or unit not in FLOORS:
        return value
    value = max(value, FLOORS[unit])
    return min(value, CEILINGS[unit]) if unit in CEILINGS else value


def edge(value, basis, mean, share) -> Decimal | None:
    if value is None:
        return None
    full = {"times": lambda: mean * value, "points": lambda: mean + value}.get(basis, lambda: value)()
    return full if share == WHOLE_WAY else mean + (full - mean) * share / WHOLE_WAY


def share_on(curve: list, day: date) -> Decimal:
    """Per cent of the way due by a day: straight lines between the points, level before and after them."""
    points = sorted((date.fromisoformat(when), Decimal(str(share))) for when, share in curve)
    if not points:
        return WHOLE_WAY
    if day <= points[0][0]:
        return points[0][1]
    for (begin, low), (end, high) in itertools.pairwise(points):
        if day <= end:
            return low + (high - low) * (day - begin).days / (end - begin).days
    return points[-1][1]


def target_on(targets, day: date):
    """The one valid on a day, of these."""
    valid = [one for one in targets if one.valid_from <= day]
    return max(valid, key=lambda one: one.valid_from, default=None)
