"""What the page of a calendar draws: twelve months, the days that are not as others, the usual week."""

import calendar as months
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import pgettext

from workflow.calendars import BusinessCalendar
from workflow.calendars.written import windows_of, write_windows

OPEN, OFF, HOLIDAY, PART, EXCEPTION = "open", "off", "holiday", "part", "exception"


@dataclass
class Day:
    date: date
    kind: str
    name: str = ""
    windows: str = ""
    is_today: bool = False

    @property
    def told(self) -> str:
        """What is out of the ordinary about it, in words."""
        hours = self.windows or pgettext("a day", "closed")
        return ", ".join(filter(None, [self.name, hours])) if self.kind not in (OPEN, OFF) else ""


@dataclass
class Month:
    first: date
    weeks: list[list[Day | None]] = field(default_factory=list)


@dataclass
class YearPage:
    year: int
    months: list[Month]
    named: list[Day]
    business_days: int
    weekdays: list


def draw(calendar: BusinessCalendar, year: int) -> YearPage:
    found = [month(calendar, year, number) for number in range(1, 13)]
    days = [day for one in found for week in one.weeks for day in week if day]
    named = [day for day in days if day.kind not in (OPEN, OFF)]
    count = sum(bool(day.windows) for day in days)
    return YearPage(year, found, named, count, [WEEKDAYS_ABBR[number] for number in range(7)])


def month(calendar, year, number) -> Month:
    weeks = months.Calendar().monthdatescalendar(year, number)
    drawn = [[day_of(calendar, day) if day.month == number else None for day in week] for week in weeks]
    return Month(date(year, number, 1), drawn)


def day_of(calendar: BusinessCalendar, day: date) -> Day:
    rules, windows = calendar.rules_on(day), calendar.windows(day)
    return Day(
        day, kind_of(rules, day, windows), name_of(rules, day), write_windows(windows), day == timezone.localdate()
    )


def kind_of(rules, day, windows) -> str:
    if rules.exception(day):
        return EXCEPTION
    if rules.holiday(day):
        return PART if windows else HOLIDAY
    return OPEN if windows else OFF


def name_of(rules, day) -> str:
    exception = rules.exception(day)
    return "; ".join(filter(None, [exception.name if exception else "", rules.holiday(day)]))


def week_of(version) -> list[tuple[str, str]]:
    """(weekday, its windows) for each day of the week."""
    return [(WEEKDAYS[number], write_windows(windows_of(kept))) for number, kept in enumerate(version.windows)]
