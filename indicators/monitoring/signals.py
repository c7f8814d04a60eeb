"""Whether the newest of a row of figures says more than chance does."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from crm.measures import Direction

RUN = 8


class Signal(StrEnum):
    """What a signal means for who wants the figure to go up, down, or to stay."""

    GOOD = "good"
    ADVERSE = "adverse"
    CHANGE = "change"


@dataclass(frozen=True)
class Found:
    """`side` is above or below the baseline's mean; `rule` is "outside" one limit or a "run" on one side."""

    side: str
    rule: str


def found(values: list[Decimal], mean, lower, upper) -> Found | None:
    """The signal at the last of these values, oldest first, against frozen limits; None when it may be chance."""
    if not values or mean is None or lower is None or upper is None:
        return None
    last = values[-1]
    if last > upper or last < lower:
        return Found("above" if last > upper else "below", "outside")
    run = values[-RUN:]
    if len(run) == RUN and all(one > mean for one in run):
        return Found("above", "run")
    if len(run) == RUN and all(one < mean for one in run):
        return Found("below", "run")
    return None


def meaning(signal: Found | None, better: Direction, is_desired: bool = False) -> Signal | None:
    """For a figure that shall stay in a range, leaving it is adverse; one that shows context judges nobody."""
    if signal is None:
        return None
    if better == Direction.CONTEXT:
        return Signal.CHANGE
    if better == Direction.RANGE:
        return Signal.CHANGE if is_desired else Signal.ADVERSE
    is_good = (signal.side == "above") == (better == Direction.UP)
    return Signal.GOOD if is_good else Signal.ADVERSE
