"""Each period's figure as it was known on a day, beside what is known now."""

from dataclasses import dataclass
from datetime import date

from crm.measures import Asking
from crm.measures.period import DAY, midnight
from indicators.models import Snapshot
from indicators.ui.figures import change, figure, period

SHOWN = 36


@dataclass
class Pair:
    """`was` and `now` are texts; `differs` where they are not the same figure."""

    period: str
    was: str
    now: str
    change: str
    differs: bool


def known_on(indicator, user, day: date) -> list[Pair]:
    """Of the newest periods, newest first; what was not measured yet on that day is empty."""
    kept = Snapshot.objects.visible_to(user).filter(indicator=indicator).order_by("-period_start")
    moment = midnight(day + DAY, Asking().zone)
    was = {one.period_start: one for one in kept.known_at(moment)}
    return [pair(indicator, was.get(one.period_start), one) for one in kept.current()[:SHOWN]]


def pair(indicator, was, now) -> Pair:
    unit = indicator.unit
    return Pair(
        period=period(now.period_start, now.period_end, now.grain),
        was=figure(was.value, unit) if was else "",
        now=figure(now.value, unit),
        change=change(now.value, was.value, unit) if was and was.value != now.value else "",
        differs=was is not None and was.value != now.value,
    )
