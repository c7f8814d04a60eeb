"""Rules read strictly, and the wall times they stand for."""

from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "WKST"}
LONGEST = 200
# Up to this day every month has it.
SHORTEST_MONTH = 28


class BadRule(ValueError):  # noqa: N818 - what it says, not that it is one
    """No rule that Norte keeps to."""


def parts_of(rule: str) -> dict[str, str]:
    """FREQ=WEEKLY;BYDAY=MO as a dict; BadRule for what is unknown, twice there or could never come true."""
    if len(rule) > LONGEST:
        raise BadRule(rule)
    found = {}
    for piece in rule.upper().strip().removeprefix("RRULE:").split(";"):
        name, mark, value = piece.partition("=")
        if name not in PARTS or not mark or not value or name in found:
            raise BadRule(rule)
        found[name] = value
    check(found)
    return found


def check(parts):
    if parts.get("FREQ") not in FREQUENCIES:
        raise BadRule("FREQ")
    for name, most in (("INTERVAL", 999), ("COUNT", 9999)):
        numbers(parts.get(name, "1"), 1, most, 1)
    days = numbers(parts.get("BYMONTHDAY", ""), -1, 31, 31)
    months = numbers(parts.get("BYMONTH", ""), 1, 12, 12)
    places = numbers(parts.get("BYSETPOS", ""), -1, 4, 4)
    weekdays(parts)
    is_by_month = parts["FREQ"] in ("MONTHLY", "YEARLY")
    if (days or months or places) and not is_by_month:
        raise BadRule("BYMONTHDAY")
    if (days and "BYDAY" in parts) or (places and "BYDAY" not in parts and not days):
        raise BadRule("BYSETPOS")
    if days and any(place not in (1, -1) for place in places):
        raise BadRule("BYSETPOS")
    if parts.get("WKST", "MO") not in DAYS:
        raise BadRule("WKST")


def numbers(text: str, least: int, most: int, many: int) -> list[int]:
    """Whole numbers between two, none of them nought."""
    words = text.split(",") if text else []
    try:
        found = [int(word) for word in words if len(word) <= 4]
    except ValueError:
        raise BadRule(text) from None
    if len(found) != len(words) or len(words) > many or not all(least <= one <= most and one for one in found):
        raise BadRule(text)
    return found


def weekdays(parts):
    """MO, or for months 1MO to 5MO and -1FR."""
    for word in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        place, day = word[:-2], word[-2:]
        is_placed = place in ("1", "2", "3", "4", "-1", "+1", "+2", "+3", "+4")
        if day not in DAYS or (place and not (is_placed and parts["FREQ"] == "MONTHLY")):
            raise BadRule(word)


def settled(rule: str, start: datetime) -> str:
    """The rule as it is kept. A day a month does not have is its last: 31 January, 28 February, 31 March."""
    parts = parts_of(rule)
    if parts["FREQ"] in ("MONTHLY", "YEARLY") and "BYDAY" not in parts and "BYSETPOS" not in parts:
        if parts["FREQ"] == "YEARLY":
            parts.setdefault("BYMONTH", str(start.month))
        days = numbers(parts.get("BYMONTHDAY", str(start.day)), -1, 31, 31)
        if len(days) == 1 and days[0] > SHORTEST_MONTH:
            parts["BYMONTHDAY"] = ",".join(str(day) for day in range(SHORTEST_MONTH, days[0] + 1))
            parts["BYSETPOS"] = "-1"
        elif "BYMONTHDAY" not in parts:
            parts["BYMONTHDAY"] = str(start.day)
    if parts["FREQ"] == "WEEKLY" and "BYDAY" not in parts:
        parts["BYDAY"] = DAYS[start.weekday()]
    return ";".join(f"{name}={value}" for name, value in parts.items())


def slots(rule: str, start: datetime, after: datetime | None = None, most: int = 100) -> list[datetime]:
    """Wall times (naive) from `start` on, those later than `after`, at most so many."""
    found = rrulestr(rule, dtstart=start)
    rows = found.xafter(after) if after is not None else iter(found)
    return list(islice(rows, most))
