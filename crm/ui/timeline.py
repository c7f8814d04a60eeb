"""One timeline from many sources: each gives its newest entries about some records, merged by time."""

import datetime
from dataclasses import dataclass, field
from heapq import merge

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.ui.money import relative


@dataclass
class Entry:
    """One thing that happened. `key` orders entries of one moment and makes the place to go on from exact."""

    moment: datetime.datetime
    key: str
    kind: str
    icon: str
    html: str
    detail_html: str = ""
    when: str = ""


@dataclass
class Day:
    label: str
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Timeline:
    days: list[Day]
    next_url: str | None = None
    kinds: list = field(default_factory=list)


def newest(streams, *, size: int) -> tuple[list[Entry], Entry | None]:
    """The first `size` entries of streams that each run newest first, and the last one if more follow."""
    merged = []
    for entry in merge(*streams, key=lambda one: (one.moment, one.key), reverse=True):
        merged.append(entry)
        if len(merged) > size:
            break
    return merged[:size], merged[size - 1] if len(merged) > size else None


def by_day(entries) -> list[Day]:
    days: list[Day] = []
    current = None
    for entry in entries:
        local = timezone.localtime(entry.moment)
        entry.when = date_format(local, "H:i")
        if local.date() != current:
            current = local.date()
            days.append(Day(day_label(local)))
        days[-1].entries.append(entry)
    return days


def day_label(local) -> str:
    days = (timezone.localdate() - local.date()).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    return relative(local) if days < 0 else date_format(local, "DATE_FORMAT")
