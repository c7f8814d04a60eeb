"""Windows and special days as people write them, and as they are kept in JSON."""

import re
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from workflow.calendars.rules import SpecialDay, Window, Windows

LAST = 24 * 60
CLOCK = r"(\d{1,2})(?:[:h](\d{2})?)?"
WINDOW = re.compile(rf"^{CLOCK}\s*(?:-|–|—|to|às|as|a)\s*{CLOCK}$", re.I)
BETWEEN = re.compile(r"\s*(?:[,;]|\be\b|\band\b)\s*", re.I)
DAY = re.compile(r"^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})(?:/(\d{4}))?)$")
LEAP = 2000
MOST_ROWS = 500


class Unreadable(ValueError):  # noqa: N818 - what it says, not that it is one
    """Says in a person's words what could not be read."""


def read_windows(text: str) -> Windows:
    """ "08:00-12:00, 13:30-18:00", in any order; nothing is a closed day."""
    found = sorted(read_window(part) for part in BETWEEN.split(text.strip()) if part)
    for earlier, later in pairwise(found):
        if later[0] < earlier[1]:
            words = {"first": write_windows([earlier]), "second": write_windows([later])}
            raise Unreadable(_("%(first)s and %(second)s overlap.") % words)
    return tuple(found)


def read_window(text: str) -> Window:
    found = WINDOW.match(text.strip())
    if not found:
        raise Unreadable(_("“%(text)s” is no window of time. Write 08:00-12:00, 13:30-18:00.") % {"text": text})
    start, end = minutes(found[1], found[2], text), minutes(found[3], found[4], text)
    if start >= end:
        raise Unreadable(_("“%(text)s” ends before it begins.") % {"text": text})
    return start, end


def minutes(hour, minute, text) -> int:
    found = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or found > LAST:
        raise Unreadable(_("There is no such time of day: “%(text)s”.") % {"text": text})
    return found


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def write_windows(windows) -> str:
    return ", ".join(f"{clock(start)}-{clock(end)}" for start, end in windows)


def read_days(text: str) -> tuple[SpecialDay, ...]:
    """A line for each: the day, its windows if any, its name ("24/12 08:00-12:00 Christmas Eve")."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        raise Unreadable(_("At most %(count)s lines.") % {"count": MOST_ROWS})
    return tuple(map(read_day, lines))


def read_day(line: str) -> SpecialDay:
    first, *words = line.replace(",", " , ").replace(";", " , ").split()
    year, month, day = read_date(first)
    hours = []
    while words and (words[0] == "," or WINDOW.match(words[0])):
        hours.append(words.pop(0))
    name = " ".join(words).replace(" ,", ",")
    return SpecialDay(month, day, year, name[:80], read_windows(" ".join(hours)))


def read_date(text: str) -> tuple[int | None, int, int]:
    """24/12/2026 or 2026-12-24; 24/12 is every year's."""
    found = DAY.match(text)
    if not found:
        raise Unreadable(_("“%(text)s” is no day. Begin the line with 24/12 or 24/12/2026.") % {"text": text})
    iso = found[1] is not None
    year, month, day = (found[1], found[2], found[3]) if iso else (found[6], found[5], found[4])
    try:
        date(int(year or LEAP), int(month), int(day))
    except ValueError:
        raise Unreadable(_("There is no such day: “%(text)s”.") % {"text": text}) from None
    return int(year) if year else None, int(month), int(day)


def write_days(days) -> str:
    return "\n".join(map(write_day, days))


def write_day(day: SpecialDay) -> str:
    when = f"{day.day:02}/{day.month:02}" + (f"/{day.year:04}" if day.year else "")
    return " ".join(filter(None, [when, write_windows(day.windows), day.name]))


def kept_windows(windows) -> list:
    return [[clock(start), clock(end)] for start, end in windows]


def windows_of(kept) -> Windows:
    return tuple(sorted(read_window(f"{start}-{end}") for start, end in kept))


def kept_day(day: SpecialDay) -> dict:
    year = f"{day.year:04}" if day.year else "-"
    return {
        "day": f"{year}-{day.month:02}-{day.day:02}",
        "name": day.name,
        "windows": kept_windows(day.windows),
    }


def day_of(kept: dict) -> SpecialDay:
    year, month, day = kept["day"].rsplit("-", 2)
    return SpecialDay(
        int(month), int(day), int(year) if year != "-" else None, kept.get("name", ""), windows_of(kept["windows"])
    )
