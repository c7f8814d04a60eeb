"""One version of a calendar: which minutes of a local day are business time."""

from dataclasses import dataclass, field
from datetime import date

from workflow.calendars import brazil

# (start, end) in minutes of the local clock, 0 to 1440, the end not included.
Window = tuple[int, int]
Windows = tuple[Window, ...]

WEEK: tuple[Windows, ...] = (((480, 720), (810, 1080)),) * 5 + ((), ())


@dataclass(frozen=True)
class SpecialDay:
    """A day of one year, or without `year` the same day of every year."""

    month: int
    day: int
    year: int | None = None
    name: str = ""
    windows: Windows = ()

    def is_on(self, day: date) -> bool:
        return (day.month, day.day) == (self.month, self.day) and self.year in (None, day.year)


@dataclass(frozen=True)
class Rules:
    """In force from a day on, until the next version.

    An exception says what a day's windows are, whatever else the day is. A holiday closes the day; one of one's
    own may leave windows, of which those within the usual ones of that weekday are business time. `pk` is the
    row these rules were read from.
    """

    valid_from: date = date.min
    zone: str = "America/Sao_Paulo"
    week: tuple[Windows, ...] = WEEK
    region: str = brazil.COUNTRY
    optional_days: tuple[str, ...] = ()
    holidays: tuple[SpecialDay, ...] = ()
    exceptions: tuple[SpecialDay, ...] = ()
    pk: int | None = None
    _found: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def windows(self, day: date) -> Windows:
        exception = self.exception(day)
        if exception is not None:
            return exception.windows
        found = self.week[day.weekday()]
        if not found or self.legal_holiday(day):
            return ()
        for own in self._on(self.holidays, day):
            found = overlap(found, own.windows)
        return found

    def exception(self, day: date) -> SpecialDay | None:
        """The last one written for the day."""
        return next(reversed(self._on(self.exceptions, day)), None)

    def legal_holiday(self, day: date) -> str:
        """Its name, "" on other days."""
        name = brazil.holidays(self.region, day.year).get(day, "")
        if name or not self.optional_days:
            return name
        name = brazil.optional_days(day.year).get(day, "")
        return name if set(name.split("; ")) & set(self.optional_days) else ""

    def holiday(self, day: date) -> str:
        """What the day is called, also where it is only half a holiday."""
        names = [self.legal_holiday(day), *(own.name for own in self._on(self.holidays, day))]
        return "; ".join(filter(None, names))

    def _on(self, days, day) -> list[SpecialDay]:
        return [one for one in self._by_date(days).get((day.month, day.day), ()) if one.year in (None, day.year)]

    def _by_date(self, days) -> dict:
        if id(days) not in self._found:
            index = self._found[id(days)] = {}
            for one in days:
                index.setdefault((one.month, one.day), []).append(one)
        return self._found[id(days)]

    def dated_years(self) -> list[int]:
        """Years that differ from those around them: whatever is true of one beyond them is true of all."""
        named = [one.year for one in (*self.holidays, *self.exceptions) if one.year is not None]
        return named if self.valid_from == date.min else [*named, self.valid_from.year]


def overlap(first: Windows, second: Windows) -> Windows:
    found = ((max(start, other), min(end, last)) for start, end in first for other, last in second)
    return tuple(sorted((start, end) for start, end in found if start < end))
