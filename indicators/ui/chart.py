"""The process chart (XmR) as SVG: figures by period, mean and natural limits, bands, signals, notes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from indicators.ui.layers import LAYERS
from indicators.ui.scale import Scale, span, ticks
from indicators.ui.svg import element

EDGES = ("acceptable_low", "acceptable_high", "desired_low", "desired_high")


@dataclass(frozen=True)
class Point:
    """One period. `kind` is baseline, final, or open where it may still change; open ones are drawn hollow."""

    start: date
    end: date
    label: str
    value: Decimal | None
    told: str = ""
    kind: str = "final"
    signal: str = ""
    edges: object = None
    version: int = 1
    url: str = ""


@dataclass(frozen=True)
class Note:
    """Something that happened on a day, numbered as in the list below the chart."""

    number: int
    day: date
    told: str


@dataclass(frozen=True)
class Chart:
    """`write` puts a figure in words for the axis; `starts_on` is the plan's first day."""

    title: str
    points: list[Point]
    write: Callable = str
    mean: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    starts_on: date | None = None
    notes: list[Note] = field(default_factory=list)

    def last(self, count: int) -> "Chart":
        kept = self.points[-count:]
        first = kept[0].start if kept else date.min
        return replace(self, points=kept, notes=[one for one in self.notes if one.day >= first])

    def heights(self) -> list:
        edges = [getattr(one.edges, name) for one in self.points if one.edges for name in EDGES]
        return [*(one.value for one in self.points), self.mean, self.lower, self.upper, *edges]


class Paper:
    """Where everything lies, in user units."""

    def __init__(self, chart: Chart, width: float, height: float, right: float):
        self.chart, self.width, self.height = chart, width, height
        self.top, self.bottom = 22.0, height - 26.0
        low, high = span(chart.heights())
        self.marks = [(one, chart.write(Decimal(str(round(one, 6))))) for one in ticks(low, high)]
        self.left = 14.0 + 6.6 * max((len(told) for __, told in self.marks), default=0)
        self.right = width - right
        self.up = Scale(low, high, self.bottom, self.top)
        self.slot = (self.right - self.left) / max(len(chart.points), 1)

    def begin(self, at: int) -> float:
        return self.left + at * self.slot

    def middle(self, at: int) -> float:
        return self.begin(at) + self.slot / 2

    def across(self, day: date) -> float | None:
        """Where a day lies, within its period as far as it is gone; None outside the chart."""
        for at, one in enumerate(self.chart.points):
            if one.start <= day < one.end:
                return self.begin(at) + self.slot * (day - one.start).days / (one.end - one.start).days
        return None


def process_chart(chart: Chart, *, width: float = 860.0, height: float = 320.0, right: float = 120.0) -> SafeString:
    paper = Paper(chart, width, height, right)
    parts = [part for layer in LAYERS for part in layer(paper)]
    view = f"0 0 {width:.0f} {height:.0f}"
    return element("svg", *parts, css="n-chart__drawing", viewBox=view, role="group", aria_label=chart.title)
