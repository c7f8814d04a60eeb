"""The process chart of an indicator, and the table beside it that says the same."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.ui.money import number, short_date
from indicators.models import Indicator
from indicators.monitoring.course import Course, Step
from indicators.ui import figures
from indicators.ui.chart import Chart, Note, Point, process_chart
from indicators.ui.figures import figure, period
from indicators.ui.status import SIGNALS, chip, signal_chip

# So many periods on a desk and on paper, and so many on a phone; the table holds all.
WIDE, NARROW = 36, 12
MATURITIES = {"running": gettext_lazy("still running"), "immature": gettext_lazy("may still change")}
STATUSES = dict(Indicator.STATUSES)


@dataclass
class Row:
    """One line of the table: texts and safe HTML."""

    period: str
    figure: str
    url: str
    n: str
    band: str
    signal: str
    revision: int
    is_open: bool
    note: str


def process(course: Course, annotations) -> dict:
    """What templates/indicators/indicator/_process.html draws."""
    chart = chart_of(course, annotations)
    return {
        "wide": process_chart(chart.last(WIDE), right=120.0 if has_levels(chart) else 12.0),
        "narrow": process_chart(chart.last(NARROW), width=360.0, height=260.0, right=8.0),
        "rows": [row(course, one) for one in reversed(course.steps)],
        "notes": chart.notes,
        "annotations": list(zip(chart.notes, annotations, strict=True)),
        "is_whole": course.is_whole,
        "has_limits": chart.lower is not None,
        "has_bands": any(one.edges for one in course.steps),
        "has_open": any(not one.is_final for one in course.steps),
        "signals": sorted({one.signal for one in course.steps if one.signal}),
        "is_broken": len({one.version for one in course.steps}) > 1,
        "is_provisional": bool(chart.lower is not None and course.baseline.is_provisional),
    }


def has_levels(chart: Chart) -> bool:
    """Whether lines across the chart need names at its side."""
    return chart.mean is not None or any(one.edges for one in chart.points)


def chart_of(course: Course, annotations) -> Chart:
    indicator, baseline = course.indicator, course.baseline
    return Chart(
        title=_("Process chart: %(name)s") % {"name": indicator},
        points=[point(course, one) for one in course.steps],
        write=lambda value: figure(value, indicator.unit),
        mean=baseline and baseline.mean,
        lower=baseline and baseline.lower,
        upper=baseline and baseline.upper,
        starts_on=indicator.plan.starts_on if course.is_whole else None,
        notes=[
            Note(at, one.day, f"{short_date(one.day)}: {one.text}") for at, one in enumerate(annotations, start=1)
        ],
    )


def point(course: Course, step: Step) -> Point:
    kind = ("baseline" if step.is_before else "final") if step.is_final else "open"
    return Point(
        start=step.start,
        end=step.end,
        label=named(course, step),
        value=step.value,
        told=told(course, step),
        kind=kind,
        signal=step.signal,
        edges=step.edges,
        version=step.version,
        url=rows_url(course.indicator, step),
    )


def told(course, step) -> str:
    """The point in words, for who cannot see it."""
    parts = [
        figures.told(step, course.indicator.unit),
        MATURITIES.get(step.maturity),
        STATUSES.get(step.band),
        SIGNALS.get(step.signal),
    ]
    return f"{named(course, step)}: {', '.join(str(one) for one in parts if one)}"


def named(course, step) -> str:
    return period(step.start, step.end, course.indicator.cadence)


def rows_url(indicator, step) -> str:
    return f"{reverse('indicators:indicator-rows', args=[indicator.pk])}?period={step.start}"


def row(course, step: Step) -> Row:
    return Row(
        period=named(course, step),
        figure=figures.told(step, course.indicator.unit),
        url=rows_url(course.indicator, step),
        n=number(step.n),
        band=chip(step.band, STATUSES[step.band]) if step.band else "",
        signal=signal_chip(step.signal),
        revision=step.revision,
        is_open=not step.is_final,
        note=str(MATURITIES.get(step.maturity, "")) or noted(step),
    )


def noted(step) -> str:
    if step.left_out:
        text = ngettext("%(count)s record left out", "%(count)s records left out", step.left_out)
        return text % {"count": number(step.left_out)}
    return _("before the start") if step.is_before else ""
