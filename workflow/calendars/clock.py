"""Local windows as instants: whole microseconds since 1970 in UTC, so that no clock change is counted wrong."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
SECOND = 1_000_000
MINUTE, DAY = 60 * SECOND, 86_400 * SECOND
MICROSECOND = timedelta(microseconds=1)
# The furthest a local day lies from the day of that name in UTC.
FURTHEST = DAY
LOOKS = DAY // 2


def instant(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return (moment - EPOCH) // MICROSECOND


def moment(instant: int) -> datetime:
    """In UTC."""
    return EPOCH + instant * MICROSECOND


def new_year(year: int) -> int:
    return (date(year, 1, 1).toordinal() - EPOCH_DAY) * DAY


def offset(zone: ZoneInfo, at: int) -> int:
    return moment(at).astimezone(zone).utcoffset() // MICROSECOND


@lru_cache(maxsize=1024)
def stretches(name: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """(from, until, offset) of each stretch of one offset from UTC, in and around a year."""
    zone = ZoneInfo(name)
    at, end = new_year(year) - 4 * DAY, new_year(year + 1) + 4 * DAY
    found, begun, now = [], at, offset(zone, at)
    while at < end:
        later = at + LOOKS
        then = offset(zone, later)
        if then != now:
            change = turning(zone, at, later, now)
            found.append((begun, change, now))
            begun, now = change, then
        at = later
    return (*found, (begun, at, now))


def turning(zone, low, high, before) -> int:
    """The first instant between two at which the offset is no longer as it was."""
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
    return high


def pieces(day: date, windows, zone: str, year: int) -> list[tuple[int, int]]:
    """When the local clock of a day shows a time within these windows.

    An hour that the clock leaves out is no time; one that it shows twice counts twice.
    """
    midnight = (day.toordinal() - EPOCH_DAY) * DAY
    low, high = midnight - FURTHEST, midnight + DAY + FURTHEST
    near = [one for one in stretches(zone, year) if one[0] < high and one[1] > low]
    if len(near) == 1:
        start = midnight - near[0][2]
        return [(start + begin * MINUTE, start + end * MINUTE) for begin, end in windows]
    found = []
    for begun, ended, ahead in near:
        start = midnight - ahead
        for begin, end in windows:
            first, last = max(start + begin * MINUTE, begun), min(start + end * MINUTE, ended)
            if first < last:
                found.append((first, last))
    return found
