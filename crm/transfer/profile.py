"""What stands in each column: samples, distinct values, and what its numbers and dates betray of the file's style."""

import re
from dataclasses import asdict, dataclass, field

from crm.transfer.formats.sheet import FORMULA

MAX_DISTINCT = 300
MAX_SAMPLES = 4
TRIALS = 60
NUMBER = re.compile(
    r"^[^\d]{0,5}-?\d{1,3}(?:(?:[.,]\d+)+|\d*)\s*[^\d.,]{0,5}$|^[^\d]{0,5}-?\d+[.,]\d+\s*[^\d.,]{0,5}$"
)
DATE = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:\D|$)")


@dataclass
class Column:
    """Evidence is a count of values that only make sense in one style."""

    header: str = ""
    filled: int = 0
    samples: list = field(default_factory=list)
    distinct: list = field(default_factory=list)
    has_more: bool = False
    comma: int = 0
    dot: int = 0
    unclear_number: int = 0
    day_first: int = 0
    month_first: int = 0
    unclear_date: int = 0


class Profiler:
    """Looks at every cell once; a column whose first cells are neither numbers nor dates is let go."""

    def __init__(self, headers):
        self.columns = [Column(header) for header in headers]
        self.seen = [set() for __ in headers]
        self.looked = [0] * len(headers)
        self.hits = [0] * len(headers)

    def look(self, cells):
        for place, cell in enumerate(cells):
            if cell in (None, "") or place >= len(self.columns):
                continue
            column = self.columns[place]
            column.filled += 1
            seen = self.seen[place]
            if seen is not None:
                self._gather(column, seen, place, cell)
            if isinstance(cell, str) and (self.looked[place] < TRIALS or self.hits[place]):
                self.looked[place] += 1
                self.hits[place] += self._weigh(column, cell)

    def _gather(self, column, seen, place, cell):
        word = cell if isinstance(cell, str) else str(cell)
        if word == FORMULA or len(word) > 200 or word in seen:
            return
        seen.add(word)
        column.distinct.append(word)
        if len(column.samples) < MAX_SAMPLES:
            column.samples.append(word[:80])
        if len(seen) > MAX_DISTINCT:
            column.distinct, column.has_more, self.seen[place] = [], True, None

    def _weigh(self, column, cell) -> bool:
        if found := DATE.match(cell):
            first, second = int(found[1]), int(found[3])
            # Nobody writes the month first with dots.
            if first > 12 or found[2] == ".":
                column.day_first += 1
            elif second > 12:
                column.month_first += 1
            elif first != second:
                column.unclear_date += 1
            return True
        if len(cell) < 40 and NUMBER.match(cell):
            weigh_number(column, cell)
            return True
        return False

    def result(self) -> list[dict]:
        return [asdict(column) for column in self.columns]


def weigh_number(column, written):
    comma, dot = written.count(","), written.count(".")
    if not comma and not dot:
        return
    if comma and dot:
        last = "comma" if written.rfind(",") > written.rfind(".") else "dot"
    elif comma + dot > 1:
        # A mark that comes twice groups thousands: 1.234.567.
        last = "dot" if comma else "comma"
    else:
        rest = re.sub(r"\D", "", written.rpartition("," if comma else ".")[2])
        before = re.sub(r"\D", "", written.partition("," if comma else ".")[0])
        if len(rest) == 3 and 1 <= len(before) <= 3 and before != "0":
            column.unclear_number += 1
            return
        last = "comma" if comma else "dot"
    setattr(column, last, getattr(column, last) + 1)


def decimal_style(columns) -> str | None:
    """ "," or "." where the columns agree, "" where nothing hangs on it, None where a person must say."""
    return _verdict(columns, "comma", "dot", "unclear_number", ",", ".")


def date_style(columns) -> str | None:
    """ "dmy" or "mdy", "" where nothing hangs on it, None where a person must say."""
    return _verdict(columns, "day_first", "month_first", "unclear_date", "dmy", "mdy")


def _verdict(columns, one, other, unclear, one_style, other_style):
    ones, others = sum(c[one] for c in columns), sum(c[other] for c in columns)
    if ones and others:
        return None
    if ones or others:
        return one_style if ones else other_style
    return None if sum(c[unclear] for c in columns) else ""
