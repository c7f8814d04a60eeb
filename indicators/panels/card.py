"""Figures side by side: each with its status, change, band and spark, from kept measurements in five questions."""

from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from indicators.models import Baseline, CorrectiveAction, Snapshot, Target
from indicators.monitoring.course import Course, live, step_of
from indicators.panels.hero import changes, drawn_band, status, write_in
from indicators.ui.figures import large, period, told
from indicators.ui.spark import spark
from indicators.ui.status import signal_chip

# Periods of a spark, and one more so that the first has one before it.
LINE = 13
# Worked out one by one for who has no right to the kept ones.
MOST_LIVE = 12


@dataclass
class Card:
    """One indicator in short: texts and safe HTML. `actions` is how many corrective actions are open."""

    indicator: object
    value: str
    period: str
    status: str
    signal: str
    change: str
    band: str
    spark: str
    actions: int
    is_whole: bool


def cards(user, indicators) -> list[Card]:
    """Of the whole organization, for who may see that: the number of questions does not grow."""
    found = [one for one in indicators if one.unit is not None]
    ids = [one.pk for one in found]
    targets = Target.objects.visible_to(user).filter(indicator__in=ids).select_related("indicator")
    lines, targets = grouped(kept(user, ids)), grouped(targets)
    baselines = {
        one.indicator_id: one for one in Baseline.objects.visible_to(user).current().filter(indicator__in=ids)
    }
    actions = open_actions(user, ids)
    courses = [course_of(one, lines.get(one.pk, []), baselines.get(one.pk), targets.get(one.pk, [])) for one in found]
    return [card(one, actions.get(one.indicator.pk, 0)) for one in courses]


def live_cards(user, indicators) -> list[Card]:
    """Over what this person may see, worked out now."""
    found = [one for one in indicators[:MOST_LIVE] if one.unit is not None]
    actions = open_actions(user, [one.pk for one in found])
    return [card(live(one, user), actions.get(one.pk, 0)) for one in found]


def kept(user, ids):
    """The newest measurements of each, oldest first."""
    place = Window(RowNumber(), partition_by=F("indicator"), order_by=F("period_start").desc())
    found = Snapshot.objects.visible_to(user).current().filter(indicator__in=ids)
    newest = found.annotate(place_from_newest=place).filter(place_from_newest__lte=LINE)
    return newest.order_by("indicator", "period_start")


def grouped(rows) -> dict[int, list]:
    found = {}
    for row in rows:
        found.setdefault(row.indicator_id, []).append(row)
    return found


def open_actions(user, ids) -> dict[int, int]:
    found = CorrectiveAction.objects.visible_to(user).open().filter(indicator__in=ids).order_by()
    return dict(found.values_list("indicator").annotate(Count("pk")))


def course_of(indicator, snapshots, baseline, targets) -> Course:
    start = indicator.plan.starts_on
    steps = [step_of(one, baseline, targets, is_before=one.period_end <= start) for one in snapshots]
    return Course(indicator, steps, True, [baseline] if baseline else [], targets)


def card(course: Course, actions: int) -> Card:
    newest, indicator = course.newest, course.indicator
    return Card(
        indicator=indicator,
        value=large(told(newest, indicator.unit) if newest else write_in(indicator)(None)),
        period=period(newest.start, newest.end, indicator.cadence) if newest else "",
        status=status(course),
        signal=signal_chip(newest.signal) if newest else "",
        change=next(iter(changes(course)), "") if newest else "",
        band=drawn_band(course) if newest and newest.edges else "",
        spark=drawn_line(course),
        actions=actions,
        is_whole=course.is_whole,
    )


def drawn_line(course) -> str:
    """The final figures, with the baseline's mean dashed; in words from where to where it went."""
    known = [one for one in course.finals if one.value is not None]
    if len(known) < 2:
        return ""
    write = write_in(course.indicator)
    words = _("From %(first)s to %(last)s over %(count)s periods") % {
        "first": write(known[0].value),
        "last": write(known[-1].value),
        "count": len(course.finals),
    }
    mean = course.baseline and course.baseline.mean
    return spark([one.value for one in course.finals], mean, told=words)
