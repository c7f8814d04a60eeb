"""How invested, realised and expected money grow over a plan, as SVG made on the server."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.ui.money import money, written
from indicators.ui.scale import Scale, span, ticks
from indicators.ui.svg import element, line, polyline, text

LABEL = 13.0
TOP, BOTTOM = 14.0, 24.0
# Room for one label under the axis.
SLOT = 46.0


@dataclass(frozen=True)
class Course:
    """One line: its sums by period, None where they are not known yet. `css` tells it apart by stroke too."""

    name: str
    sums: list
    css: str

    @property
    def last(self):
        return next((one for one in reversed(self.sums) if one is not None), None)


def courses(standings) -> list[Course]:
    return [
        Course(_("Invested"), [one.invested for one in standings], "n-growth__line is-invested"),
        Course(_("Realised"), [one.realised for one in standings], "n-growth__line is-realised"),
        Course(_("Expected"), [one.expected for one in standings], "n-growth__line is-expected"),
    ]


def growth_chart(standings, currency: str, *, width: float = 860.0, height: float = 260.0) -> SafeString:
    """`standings` are at the ends of months, oldest first; "" while there is no money at all."""
    found = courses(standings)
    if not any(one for course in found for one in course.sums):
        return SafeString("")
    low, high = span([Decimal(0), *(one for course in found for one in course.sums)])
    marks = [(one, money(round(one), currency, cents=False)) for one in ticks(low, high)]
    left = 10.0 + 6.4 * max(len(told) for __, told in marks)
    right = width - 66.0
    up = Scale(low, high, height - BOTTOM, TOP)
    step = (right - left) / max(len(standings) - 1, 1)
    across = [left + step * at for at in range(len(standings))]
    parts = [
        *(line(left, up(value), right, up(value), "n-growth__grid") for value, __ in marks),
        *(text(told, left - 8, up(value) + 4, "n-growth__mark", "end") for value, told in marks),
        *months(standings, across, step, height),
        *today(standings, across, height),
        *(polyline(places(course, across, up), course.css) for course in found),
        *names(found, across, up),
    ]
    view = f"0 0 {width:.0f} {height:.0f}"
    return element("svg", *parts, css="n-growth__drawing", viewBox=view, role="img", aria_label=told(found, currency))


def places(course, across, up) -> list[tuple]:
    return [(x, up(one)) for x, one in zip(across, course.sums, strict=True) if one is not None]


def months(standings, across, step, height):
    every = max(1, -(-int(SLOT) // max(int(step), 1)))
    for at, one in enumerate(standings):
        if at % every == 0:
            yield text(written(one.day, "M/y"), across[at], height - 6, "n-growth__mark", "middle")


def today(standings, across, height):
    """Where what is known ends."""
    known = [x for x, one in zip(across, standings, strict=True) if one.realised is not None]
    if known and len(known) < len(standings):
        yield line(known[-1], TOP, known[-1], height - BOTTOM, "n-growth__today")


def names(found, across, up):
    """Each line is named at its end; names that would lie on each other move apart."""
    ends = []
    for course in found:
        known = places(course, across, up)
        if known:
            ends.append([known[-1][1], known[-1][0], course])
    ends.sort(key=lambda one: one[0])
    for above, below in itertools.pairwise(ends):
        below[0] = max(below[0], above[0] + LABEL)
    return [text(course.name, x + 6, y + 4, f"n-growth__name {course.css.split()[-1]}") for y, x, course in ends]


def told(found, currency) -> str:
    return "; ".join(f"{one.name}: {money(one.last, currency, cents=False)}" for one in found if one.last is not None)
