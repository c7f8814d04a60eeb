"""What a process chart is drawn of, from the bottom layer to the top; each gives its parts on a `Paper`."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.ui.spark import runs
from indicators.ui.svg import box, element, line, polyline, text

# A link needs room for a finger.
FINGER = 24.0
# How wide a letter is at most, and half a flag with some air.
LETTER, FLAG = 6.6, 10.0
# From one line of text to the next.
LINE = 14.0


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
        told = _("Plan starts")
        is_left, is_free = side_of(paper, x, len(told) * LETTER)
        height = paper.top - 4 if is_free else paper.bottom - 4
        yield text(told, x - 5 if is_left else x + 5, height, "n-chart__text", "end" if is_left else "start")


def side_of(paper, x, width) -> tuple[bool, bool]:
    """(left of it, and nothing is in its way): the flags of notes are in the same row as the words."""
    flags = [one for one in (paper.across(note.day) for note in paper.chart.notes) if one is not None]
    is_late = x > (paper.left + paper.right) / 2
    for is_left in (is_late, not is_late):
        begin, end = (x - 5 - width, x - 5) if is_left else (x + 5, x + 5 + width)
        is_inside = begin >= 0 and end <= paper.width
        if is_inside and not any(begin - FLAG < one < end + FLAG for one in flags):
            return is_left, True
    return is_late, False


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
        half = len(points[at].label) * LETTER / 2
        yield text(
            points[at].label, min(paper.middle(at), paper.width - half), paper.height - 8, "n-chart__text", "middle"
        )


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


LAYERS = (axis, bands, limits, start_of_plan, breaks, course, notes, marks, periods, names)
