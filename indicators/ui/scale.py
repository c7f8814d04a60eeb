"""From figures to places on paper, and the round numbers an axis is marked with."""

import math
from dataclasses import dataclass

STEPS = (1, 2, 2.5, 5, 10)
AIR = 0.08


@dataclass(frozen=True)
class Scale:
    """`low` lies at `begin`, `high` at `end`; a vertical axis has its end above its begin."""

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return self.begin + (self.end - self.begin) * share

    def held(self, value) -> float:
        """The place of a value, at the rim where it lies outside."""
        return self(min(max(float(value), self.low), self.high))


def span(values) -> tuple[float, float]:
    """What an axis reaches from and to: these values and some air, and never below nought for nothing."""
    known = [float(one) for one in values if one is not None]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    air = (high - low) * AIR or abs(high) * AIR or 1.0
    return (0.0 if 0 <= low < air else low - air), high + air


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers within the span, at most so many."""
    rough = (high - low) / most
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * one for one in STEPS if size * one >= rough)
    first = math.ceil(low / step)
    return [step * at for at in range(first, math.floor(high / step) + 1)]
