"""Figures side by side: status, signal, change, band and spark of each, from kept measurements in four questions."""

from collections import namedtuple
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from indicators.models import Baseline, CorrectiveAction, Snapshot, Target
from indicators.monitoring.course import Course, edges_on, live, step_of
from indicators.panels.hero import changes, drawn_band, status, write_in
from indicators.ui.figures import large, period, told
from indicators.ui.spark import spark
from indicators.ui.status import signal_chip

# Periods of a spark, and one more so that the first has one before it.
LINE = 13
# Worked out one by one for who has no right to the kept ones.
MOST_LIVE = 12
# What a step of a course is made of.
Kept = namedtuple(
    "Kept",
    (
        *("indicator_id", "period_start", "period_end", "value", "n", "maturity"),
        *("band", "signal", "kpi_version", "revision", "left_out"),
    ),
)
OF_EACH = """
    SELECT part.* FROM unnest(%s::bigint[]) AS wanted (key) CROSS JOIN LATERAL ({sql}) AS part
    ORDER BY 1, 2"""
WANTED = RawSQL("wanted.key", ())


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
    if not found:
        return []
    ids = [one.pk for one in found]
    lines, baselines, actions = kept(user, ids), baselines_of(user, ids), open_actions(user, ids)
    targets = targets_of(user, found)
    courses = [course_of(one, lines.get(one.pk, []), baselines.get(one.pk), targets[one.pk]) for one in found]
    return [card(one, actions.get(one.indicator.pk, 0)) for one in courses]


def live_cards(user, indicators) -> list[Card]:
    """Over what this person may see, worked out now."""
    found = [one for one in indicators[:MOST_LIVE] if one.unit is not None]
    actions = open_actions(user, [one.pk for one in found])
    return [card(live(one, user), actions.get(one.pk, 0)) for one in found]


def kept(user, ids) -> dict[int, list[Kept]]:
    """The newest measurements of each, oldest first.

    So many of each indicator in turn: to number them would be to read those of all years first.
    """
    rows = Snapshot.objects.visible_to(user).current().filter(indicator=WANTED).order_by("-period_start")
    found = {}
    try:
        sql, values = rows.values_list(*Kept._fields)[:LINE].query.sql_with_params()
    except EmptyResultSet:
        return found
    with connection.cursor() as cursor:
        cursor.execute(OF_EACH.format(sql=sql), [ids, *values])
        for row in map(Kept._make, cursor.fetchall()):
            found.setdefault(row.indicator_id, []).append(row)
    return found


def baselines_of(user, ids) -> dict[int, Baseline]:
    """The one in force of each, with its mean alone."""
    found = Baseline.objects.visible_to(user).current().filter(indicator__in=ids).only("indicator", "mean")
    return {one.indicator_id: one for one in found.order_by()}


def targets_of(user, indicators) -> dict[int, list[Target]]:
    """The bands of each, which know their indicator already."""
    found = {one.pk: one for one in indicators}
    targets = {pk: [] for pk in found}
    for target in Target.objects.visible_to(user).filter(indicator__in=list(found)):
        target.indicator = found[target.indicator_id]
        targets[target.indicator_id].append(target)
    return targets


def open_actions(user, ids) -> dict[int, int]:
    found = CorrectiveAction.objects.visible_to(user).open().filter(indicator__in=ids).order_by()
    return dict(found.values_list("indicator").annotate(Count("pk")))


def course_of(indicator, snapshots, baseline, targets) -> Course:
    """Its steps without the edges of bands then: a card draws those of the newest alone."""
    start = indicator.plan.starts_on
    steps = [step_of(one, baseline, [], is_before=one.period_end <= start) for one in snapshots]
    return Course(indicator, steps, True, [baseline] if baseline else [], targets)


def card(course: Course, actions: int) -> Card:
    newest, indicator = course.newest, course.indicator
    return Card(
        indicator=indicator,
        value=large(told(newest, indicator.unit) if newest else write_in(indicator)(None)),
        period=period(newest.start, newest.end, indicator.cadence) if newest else "",
        status=status(course),
        signal=signal_chip(newest.signal) if newest else "",
        change=next(changes(course), "") if newest else "",
        band=drawn_band(course, edges_on(course.targets, course.baseline, newest.start, newest.end))
        if newest
        else "",
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
