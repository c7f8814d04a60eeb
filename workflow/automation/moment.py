"""Moments: "3 days before the closing date", "2 business days after it was created".

A date without a time is taken as eight in the morning where the organization is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial, reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import pgettext_lazy

from crm.models import Organization
from workflow.automation.clock import MOST_DAYS, shifted

UNITS = [
    ("minutes", pgettext_lazy("a span of time", "minutes")),
    ("hours", pgettext_lazy("a span of time", "hours")),
    ("days", pgettext_lazy("a span of time", "days")),
    ("business_days", pgettext_lazy("a span of time", "business days")),
]
MORNING = time(8)
# A clock that is put forward or back moves a moment by no more.
LEEWAY = timedelta(hours=2)


def zone() -> ZoneInfo:
    return ZoneInfo(Organization.current().time_zone)


def today() -> date:
    return timezone.now().astimezone(zone()).date()


def beginning(day: date, at=time()) -> datetime:
    """The first moment of a day where the organization is."""
    return datetime.combine(day, at, zone())


@dataclass(frozen=True)
class Distance:
    """So far from a date: "-3 days", "+2 business_days"."""

    amount: int
    unit: str

    def moment(self, value, place: ZoneInfo, calendar) -> datetime:
        """The moment that lies so far from a date or moment."""
        if not isinstance(value, datetime):
            value = datetime.combine(value, MORNING, place)
        if self.unit in ("minutes", "hours"):
            return value + timedelta(**{self.unit: self.amount})
        local = value.astimezone(place)
        day = local.date()
        if self.unit == "days":
            day += timedelta(days=self.amount)
        else:
            day = shifted(day, self.amount, calendar)
        return datetime.combine(day, local.time(), place)

    def source_days(self, first: date, last: date, calendar) -> list[date]:
        """The days from which the distance leads to these ones; one more at each end for what a clock moves."""
        if self.unit != "business_days":
            span = timedelta(**{self.unit: self.amount})
            begins = first - span - timedelta(days=1)
            return [begins + timedelta(days=n) for n in range((last - first).days + 3)]
        reach = timedelta(days=min(abs(self.amount), MOST_DAYS) * 2 + 21)
        days = [first - reach + timedelta(days=n) for n in range((last - first + 2 * reach).days + 1)]
        near = partial(shifted, days=self.amount, calendar=calendar)
        return [day for day in days if first <= near(day) <= last]


def reached(rows, term, distance: Distance, begins, ends, calendar) -> Iterator[tuple[int, datetime]]:
    """(id, moment) of the rows whose moment lies after `begins` and not after `ends`."""
    place = zone()
    for near in narrowed(rows, term, distance, begins, ends, place, calendar):
        for pk, kept in near.values_list("pk", value_of(term)).iterator(chunk_size=2000):
            value = parse_date(kept) if term.definition else kept
            moment = distance.moment(value, place, calendar)
            if begins < moment <= ends:
                yield pk, moment


def value_of(term):
    """A column, or what a custom field keeps; its key, an administrator's word, is never part of a lookup's name."""
    return KeyTextTransform(term.definition.key, term.column) if term.definition else F(term.column)


def narrowed(rows, term, distance, begins, ends, place, calendar) -> list:
    """The rows that can have their moment then: a range of an index, not the whole table."""
    first, last = begins.astimezone(place).date(), ends.astimezone(place).date()
    name = term.column
    if term.definition:
        days = [{term.definition.key: day.isoformat()} for day in distance.source_days(first, last, calendar)]
        return [rows.filter(reduce(or_, (Q(**{f"{name}__contains": day}) for day in days), Q(pk__in=())))]
    if term.kind == "date":
        return [rows.filter(**{f"{name}__in": distance.source_days(first, last, calendar)})]
    if distance.unit != "business_days":
        span = timedelta(**{distance.unit: distance.amount})
        return [rows.filter(Q(**{f"{name}__gt": begins - span - LEEWAY, f"{name}__lte": ends - span + LEEWAY}))]
    found = []
    for day in distance.source_days(first, last, calendar):
        low = beginning(day, begins.astimezone(place).time() if first == last else time()) - LEEWAY
        high = beginning(day, ends.astimezone(place).time()) if first == last else beginning(day + timedelta(days=1))
        found.append(rows.filter(**{f"{name}__gte": low, f"{name}__lt": high + LEEWAY}))
    return found
