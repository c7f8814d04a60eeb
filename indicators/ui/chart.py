"""The process chart (XmR) as SVG: figures by period, mean and natural limits, bands, signals, notes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.ui.scale import Scale, span, ticks
from indicators.ui.spark import runs
from indicators.ui.svg import box, element, line, polyline, text

# A link needs room for a finger.
FINGER = 24.0
# From one line of text to the next.
LINE = 14.0
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
    layers = (axis, bands, limits, start_of_plan, breaks, course, notes, marks, periods, names)
    parts = [part for layer in layers for part in layer(paper)]
    view = f"0 0 {width:.0f} {height:.0f}"
    return element("svg", *parts, css="n-chart__drawing", viewBox=view, role="group", aria_label=chart.title)


def axis(paper):
    for value, told in paper.marks:
        yield line(paper.left, paper.up(value), paper.right, paper.up(value), "n-chart__grid")
        yield text(told, paper.left - 6, paper.up(value) + 4, "n-chart__text", "end")


def bands(paper):
    """Each period's own edges: where bands change, the shades step."""
    for at, one in enumerate(paper.chart.points):
        if one.edges is None:
            continue
        yield from zone(paper, at, one.edges.acceptable_low, one.edges.acceptable_high, "acceptable")
        if one.edges.has_desired:
            yield from zone(paper, at, one.edges.desired_low, one.edges.desired_high, "desired")


def zone(paper, at, low, high, name):
    x, width = paper.begin(at), paper.slot
    roof = paper.top if high is None else paper.up.held(high)
    floor = paper.bottom if low is None else paper.up.held(low)
    yield box(x, roof, width, floor - roof, f"n-chart__{name}")
    for edge in (low, high):
        if edge is not None:
            yield line(x, paper.up(edge), x + width, paper.up(edge), f"n-chart__edge n-chart__edge--{name}")


def limits(paper):
    chart = paper.chart
    for value, css in ((chart.mean, "mean"), (chart.lower, "limit"), (chart.upper, "limit")):
        if value is not None:
            yield line(paper.left, paper.up(value), paper.right, paper.up(value), f"n-chart__{css}")


def start_of_plan(paper):
    x = paper.across(paper.chart.starts_on) if paper.chart.starts_on else None
    if x is not None:
        yield line(x, paper.top - 10, x, paper.bottom, "n-chart__start")
        is_late = x > (paper.left + paper.right) / 2
        yield text(
            _("Plan starts"),
            x - 5 if is_late else x + 5,
            paper.top - 4,
            "n-chart__text",
            "end" if is_late else "start",
        )


def breaks(paper):
    """The metric was defined anew: what stands before cannot be compared."""
    for at in broken_at(paper.chart.points):
        x = paper.begin(at)
        yield line(x - 2, paper.top, x - 2, paper.bottom, "n-chart__break")
        yield line(x + 2, paper.top, x + 2, paper.bottom, "n-chart__break")


def broken_at(points) -> list[int]:
    return [at for at in range(1, len(points)) if points[at].version != points[at - 1].version]


def course(paper):
    """The line through final figures; it leads neither over gaps nor over a new definition."""
    places, cut = [], set(broken_at(paper.chart.points))
    for at, one in enumerate(paper.chart.points):
        places += [None] if at in cut else []
        is_known = one.value is not None and one.kind != "open"
        places.append((paper.middle(at), paper.up(one.value)) if is_known else None)
    yield from (polyline(run, "n-chart__line") for run in runs(places) if len(run) > 1)


def notes(paper):
    for one in paper.chart.notes:
        x = paper.across(one.day)
        if x is not None:
            yield line(x, paper.top, x, paper.bottom, "n-chart__note")
            flag = element("circle", cx=x, cy=paper.top - 9, r=8, css="n-chart__flag")
            number = text(one.number, x, paper.top - 5, "n-chart__number", "middle")
            yield element("g", element("title", one.told), flag, number)


def marks(paper):
    for at, one in enumerate(paper.chart.points):
        drawn = [
            mark(paper, at, one),
            box(paper.begin(at), paper.top, paper.slot, paper.bottom - paper.top, "n-chart__hit"),
        ]
        title = element("title", one.told)
        if one.url and paper.slot >= FINGER:
            yield element("a", title, *drawn, href=one.url, aria_label=one.told, css="n-chart__point")
        else:
            yield element("g", title, *drawn, css="n-chart__point")


def mark(paper, at, one) -> SafeString:
    x = paper.middle(at)
    if one.value is None:
        return text("×", x, paper.bottom - 4, "n-chart__none", "middle")
    y = paper.up(one.value)
    shape = SHAPES.get(one.signal)
    if shape and one.kind == "final":
        return element("path", d=f"M{x:.1f} {y:.1f} {shape}", css=f"n-chart__signal n-chart__signal--{one.signal}")
    return element("circle", cx=x, cy=y, r=4.0, css=f"n-chart__dot n-chart__dot--{one.kind}")


# What is better stands on its base, what is worse on its tip, what merely changed on a corner.
SHAPES = {
    "good": "m0 -8 l7.5 13 h-15 z",
    "adverse": "m0 8 l7.5 -13 h-15 z",
    "change": "m0 -7.5 l7.5 7.5 l-7.5 7.5 l-7.5 -7.5 z",
}


def periods(paper):
    """As many names of periods as there is room for, counted from the newest."""
    points = paper.chart.points
    longest = max((len(one.label) for one in points), default=1)
    every = max(1, -int(-(longest * 6.4 + 10) // paper.slot))
    for at in range(len(points) - 1, -1, -every):
        yield text(points[at].label, paper.middle(at), paper.height - 8, "n-chart__text", "middle")


def names(paper):
    """What the level lines are, at their right end and apart from each other."""
    if paper.width - paper.right < FINGER:
        return
    found = sorted(levels(paper))
    heights = apart([y + 4 for y, __ in found], paper.top, paper.bottom + 4)
    for (__, told), height in zip(found, heights, strict=True):
        yield text(told, paper.right + 8, height, "n-chart__text")


def apart(heights: list[float], top: float, bottom: float) -> list[float]:
    """Moved down where they would touch, then up again where that led below the chart."""
    placed = []
    for one in heights:
        placed.append(max(one, placed[-1] + LINE if placed else top))
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], placed[at + 1] - LINE if at + 1 < len(placed) else bottom)
    return placed


def levels(paper):
    chart = paper.chart
    last = next((one.edges for one in reversed(chart.points) if one.edges), None)
    found = [(chart.mean, _("Mean before")), (chart.upper, _("Upper limit")), (chart.lower, _("Lower limit"))]
    if last is not None:
        found += [(edge, _("Acceptable")) for edge in (last.acceptable_low, last.acceptable_high)]
        found += [(edge, _("Desired")) for edge in (last.desired_low, last.desired_high)]
    return [(paper.up(value), told) for value, told in found if value is not None]
