"""Days a figure is about, in the organisation's calendar. `end` is the first day that is no longer meant."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from django.db.models.functions import TruncDay, TruncMonth, TruncQuarter, TruncWeek, TruncYear

DAY = timedelta(days=1)


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def trunc(self):
        return TRUNCS[self]

    def first(self, day: date) -> date:
        """The first day of the period this day lies in; weeks begin on Monday."""
        match self:
            case Grain.WEEK:
                return day - timedelta(days=day.weekday())
            case Grain.MONTH:
                return day.replace(day=1)
            case Grain.QUARTER:
                return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
            case Grain.YEAR:
                return day.replace(month=1, day=1)
        return day

    def period(self, day: date) -> "Period":
        begin = self.first(day)
        return Period(begin, self.first(begin + timedelta(days=LONGEST[self])))

    def periods(self, start: date, end: date) -> list["Period"]:
        """The whole periods that touch the days from `start` up to, not including, `end`."""
        found, at = [], self.period(start)
        while at.start < end:
            found.append(at)
            at = self.period(at.end)
        return found


TRUNCS = {
    Grain.DAY: TruncDay,
    Grain.WEEK: TruncWeek,
    Grain.MONTH: TruncMonth,
    Grain.QUARTER: TruncQuarter,
    Grain.YEAR: TruncYear,
}
# From the first day of a period, so many days lead into the next one and never past it.
LONGEST = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92, Grain.YEAR: 366}


@dataclass(frozen=True, order=True)
class Period:
    start: date
    end: date

    def __post_init__(self):
        if self.end <= self.start:
            raise ValueError("a period has at least one day")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        return self.end - DAY

    def before(self) -> "Period":
        """As many days, directly before: what a change is told against."""
        return Period(self.start - (self.end - self.start), self.start)

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """The moments between which it lies; the second no longer belongs to it."""
        return midnight(self.start, zone), midnight(self.end, zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
