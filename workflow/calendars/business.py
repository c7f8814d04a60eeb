"""Business time between two moments, and the moment after so much business time."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from workflow.calendars.clock import MICROSECOND, instant, moment
from workflow.calendars.rules import Rules, Windows
from workflow.calendars.year import ONE_DAY, Year

NONE, NEXT, PREVIOUS = "none", "next", "previous"
# A yearly pattern repeats within so many years; what is closed that long is closed for ever.
PATIENCE = 12


class NoBusinessTime(ValueError):  # noqa: N818 - what it says, not that it is one
    """The calendar never opens again."""


class BusinessCalendar:
    """Exact to the microsecond, in both directions; a day counts by the version in force on that day.

    `closed` are stretches of days (first, last) without business time, such as a person's absence. The first
    version is also that of all days before it.
    """

    def __init__(self, versions: Iterable[Rules] = (), closed: Iterable[tuple[date, date]] = ()):
        self.versions = sorted(versions, key=lambda one: one.valid_from) or [Rules()]
        self.closed = tuple(closed)
        self._from = [one.valid_from for one in self.versions[1:]]
        self._years: dict[int, Year] = {}
        named = [year for one in self.versions for year in one.dated_years()]
        named += [day.year for stretch in self.closed for day in stretch]
        self._first_named, self._last_named = min(named, default=2000), max(named, default=2000)

    def without(self, closed: Iterable[tuple[date, date]]) -> "BusinessCalendar":
        closed = tuple(closed)
        return BusinessCalendar(self.versions, (*self.closed, *closed)) if closed else self

    def rules_on(self, day: date) -> Rules:
        return self.versions[bisect_right(self._from, day)]

    def windows(self, day: date) -> Windows:
        """Business time of a local day, in minutes of its clock."""
        if any(first <= day <= last for first, last in self.closed):
            return ()
        return self.rules_on(day).windows(day)

    def is_business_day(self, day: date) -> bool:
        return bool(self.windows(day))

    def day_of(self, at: datetime) -> date:
        """The local day of a moment."""
        days = [(one, at.astimezone(ZoneInfo(one.zone)).date()) for one in self.versions]
        return next((day for one, day in reversed(days) if day >= one.valid_from), days[0][1])

    def is_open(self, at: datetime) -> bool:
        return self.between(at, at + MICROSECOND) > timedelta(0)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Business time from one moment to another; negative where the end lies before the start."""
        first, last = instant(start), instant(end)
        if last < first:
            return -self.between(end, start)
        years = moment(first).year, moment(last).year
        worked = self._year(years[1]).until(last) - self._year(years[0]).until(first)
        return (worked + sum(self._year(year).total for year in range(*years))) * MICROSECOND

    def plus(self, start: datetime, worked: timedelta) -> datetime:
        """The first moment (UTC) by which so much business time has passed since `start`.

        With a negative `worked` the last moment from which so much passes until `start`; with none, `start`.
        Raises NoBusinessTime where the calendar does not hold as much.
        """
        amount, at = worked // MICROSECOND, instant(start)
        if amount == 0:
            return start.astimezone(UTC)
        year = moment(at).year
        target = self._year(year).until(at) + amount
        return moment(self._forward(year, target) if amount > 0 else self._backward(year, target))

    def _forward(self, year: int, target: int) -> int:
        empty = 0
        while target > self._year(year).total:
            empty = 0 if self._year(year).total or year <= self._last_named else empty + 1
            target -= self._year(year).total
            year = self._next(year + 1, empty)
        return self._year(year).first_with(target)

    def _backward(self, year: int, target: int) -> int:
        empty = 0
        while target < 0:
            year = self._next(year - 1, empty)
            empty = 0 if self._year(year).total or year >= self._first_named else empty + 1
            target += self._year(year).total
        return self._year(year).last_with(target)

    def _next(self, year: int, empty: int) -> int:
        if empty >= PATIENCE or not 2 <= year <= 9997:
            raise NoBusinessTime
        return year

    def opening(self, at: datetime) -> datetime:
        """The moment itself in business time, else the beginning of the next window."""
        return self.plus(at, MICROSECOND) - MICROSECOND

    def shift(self, day: date, rule: str) -> date:
        """The day itself if it is a business day or the rule is "none"; else the "next" or "previous" one."""
        step = {NONE: 0, NEXT: 1, PREVIOUS: -1}[rule]
        while step and not self.is_business_day(day):
            is_beyond = day.year > self._last_named if step > 0 else day.year < self._first_named
            if is_beyond and not self._opens_around(day.year, step):
                raise NoBusinessTime
            day += step * ONE_DAY
        return day

    def _opens_around(self, year: int, step: int) -> bool:
        return any(self._year(one).total for one in range(year, year + step * PATIENCE, step))

    def _year(self, year: int) -> Year:
        if year not in self._years:
            self._years[year] = Year(year, self.rules_on, self.windows)
        return self._years[year]
