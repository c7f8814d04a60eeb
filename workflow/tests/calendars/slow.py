"""Business time counted minute by minute, written apart from the real one: no offsets, no sums."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def in_force(versions, day):
    """The version of a local day: the last that has begun, before all the first."""
    ordered = sorted(versions, key=lambda one: one.valid_from)
    begun = [one for one in ordered[1:] if one.valid_from <= day]
    return begun[-1] if begun else ordered[0]


def is_work(calendar, minute):
    """Whether some version's clock shows business time of a day of that version."""
    for rules in calendar.versions:
        local = minute.astimezone(ZoneInfo(rules.zone))
        day, clock = local.date(), local.hour * 60 + local.minute
        if in_force(calendar.versions, day) is not rules or any(a <= day <= b for a, b in calendar.closed):
            continue
        if any(start <= clock < end for start, end in rules.windows(day)):
            return True
    return False


def between(calendar, start, end):
    minute, worked = start.astimezone(UTC), timedelta(0)
    while minute < end:
        worked += MINUTE if is_work(calendar, minute) else timedelta(0)
        minute += MINUTE
    return worked


def plus(calendar, start, worked):
    """The first minute by which so much has passed; whole minutes only."""
    minute = start.astimezone(UTC)
    while worked > timedelta(0):
        worked -= MINUTE if is_work(calendar, minute) else timedelta(0)
        minute += MINUTE
    return minute
