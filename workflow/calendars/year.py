"""A year of business time added up, so that any question about it is two looks into a sorted list."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from workflow.calendars.clock import new_year, pieces

ONE_DAY = timedelta(days=1)


class Year:
    """The stretches of business time within one year of UTC, and how much lies before each."""

    def __init__(self, year: int, rules_on, windows):
        """`rules_on(day)` is the version of a day, `windows(day)` its local windows."""
        begin, end = new_year(year), new_year(year + 1)
        self.starts, self.ends, self.before, self.sums = [], [], [], []
        self.total = 0
        for start, stop in merged(stretches(year, rules_on, windows)):
            start, stop = max(start, begin), min(stop, end)
            if start < stop:
                self.add(start, stop)

    def add(self, start, stop):
        self.starts.append(start)
        self.ends.append(stop)
        self.before.append(self.total)
        self.total += stop - start
        self.sums.append(self.total)

    def until(self, instant: int) -> int:
        """Business time of the year before an instant of it."""
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return 0
        return self.before[index] + min(instant, self.ends[index]) - self.starts[index]

    def first_with(self, worked: int) -> int:
        """The first instant before which so much lies; 0 < worked <= total."""
        index = bisect_left(self.sums, worked)
        return self.starts[index] + worked - self.before[index]

    def last_with(self, worked: int) -> int:
        """The last instant before which so much lies; 0 <= worked < total."""
        index = bisect_right(self.before, worked) - 1
        return self.starts[index] + worked - self.before[index]


def stretches(year, rules_on, windows):
    """Of every local day that may reach into the year."""
    day, last = date(year, 1, 1) - 2 * ONE_DAY, date(year, 12, 31) + 2 * ONE_DAY
    while day <= last:
        found = windows(day)
        if found:
            yield from pieces(day, found, rules_on(day).zone, year)
        day += ONE_DAY


def merged(found) -> list:
    """In order and without overlap: days of two zones may share hours where a version changes the zone."""
    whole = []
    for start, stop in sorted(found):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(stop, whole[-1][1]))
        else:
            whole.append((start, stop))
    return whole
