"""An indicator's newest final figure: large, with its unit, its period and what it is compared with."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from indicators.models import Indicator
from indicators.monitoring.course import Course
from indicators.panels.process import rows_url
from indicators.ui.band import bar, told
from indicators.ui.figures import change, figure, large, period
from indicators.ui.figures import told as written
from indicators.ui.status import chip, signal_chip

STATUSES = dict(Indicator.STATUSES)


def hero(course: Course) -> dict:
    """What templates/indicators/indicator/_hero.html draws."""
    newest, indicator = course.newest, course.indicator
    if newest is None:
        return {"value": large(figure(None, indicator.unit)), "status": status(course), "is_whole": course.is_whole}
    return {
        "value": large(written(newest, indicator.unit)),
        "period": period(newest.start, newest.end, indicator.cadence),
        "n": newest.n,
        "start": newest.start.isoformat(),
        "url": rows_url(indicator, newest),
        "changes": list(changes(course)),
        "status": status(course),
        "signal": signal_chip(newest.signal),
        "band": drawn_band(course, newest.edges),
        "ranges": told(newest.edges, write_in(indicator)) if newest.edges else [],
        "is_whole": course.is_whole,
        "left_out": newest.left_out,
    }


def status(course) -> str:
    if not course.is_whole:
        return ""
    band = course.newest.band if course.newest else ""
    return chip(band or "waiting", STATUSES[band or "waiting"])


def changes(course) -> Iterator[str]:
    """Against the period before and against the baseline, each with its window."""
    newest, unit = course.newest, course.indicator.unit
    if course.before is not None and (size := change(newest.value, course.before.value, unit)):
        when = period(course.before.start, course.before.end, course.indicator.cadence)
        yield _("%(change)s against %(period)s") % {"change": size, "period": when}
    if course.baseline is None or newest.is_before:
        return
    if size := change(newest.value, course.baseline.mean, unit):
        mean = figure(course.baseline.mean, unit)
        yield _("%(change)s against the baseline of %(mean)s") % {"change": size, "mean": mean}


def drawn_band(course, edges):
    """The newest figure on its bands; nothing where there are none."""
    if edges is None:
        return ""
    words = "; ".join(f"{name}: {text}" for name, text in told(edges, write_in(course.indicator)))
    mean = course.baseline and course.baseline.mean
    return bar(course.newest.value, edges, mean, told=words)


def write_in(indicator):
    return lambda value: figure(value, indicator.unit)
