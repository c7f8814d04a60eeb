"""One number of a KPI: which facts it takes, and what it does with them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Count,
    DecimalField,
    F,
    FloatField,
    Func,
    Q,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat


class Percentile(Aggregate):
    """The value so many in a hundred do not exceed, interpolated; NULLs are left out."""

    function = "PERCENTILE_CONT"
    name = "Percentile"
    output_field = FloatField()

    def __init__(self, expression, *, part: float, filter=None):
        super().__init__(expression, filter=filter)
        self.template = f"%(function)s({float(part)}) WITHIN GROUP (ORDER BY %(expressions)s)"


class Hash(Func):
    """64 bits of a text."""

    template = "hashtextextended(%(expressions)s, 0)"
    output_field = BigIntegerField()


class HashOfNumber(Hash):
    """64 bits of a whole number: a record's own."""

    template = "hashint8extended(%(expressions)s, 0)"


EVERYTHING = Q()


@dataclass(frozen=True)
class Measure:
    """Facts that meet `where`: counted; counted once per `distinct`; or `of` of them summed; or its `quantile`."""

    where: Q = EVERYTHING
    of: str = ""
    distinct: str = ""
    quantile: float | None = None

    def aggregate(self, also: Q):
        condition = self.where & also
        if self.quantile is not None:
            return Percentile(F(self.of), part=self.quantile, filter=condition & Q(**{f"{self.of}__isnull": False}))
        if self.of:
            return Sum(self.of, filter=condition, output_field=DecimalField(max_digits=30, decimal_places=6))
        # COUNT(column) leaves out facts without one: customers are counted, not their absence.
        return Count(self.distinct or "pk", filter=condition, distinct=bool(self.distinct))

    def trace(self, also: Q) -> Sum:
        """One number of all facts it takes, in any order, each with its value: what changes in them changes it."""
        path = self.distinct or self.of
        hashed = HashOfNumber(F("pk"))
        if path:
            mark = Value(":", output_field=TextField())
            hashed = Hash(Concat(Cast("pk", TextField()), mark, Cast(path, TextField())))
        return Sum(hashed, filter=self.where & also, output_field=DecimalField(max_digits=40, decimal_places=0))

    def rows(self, facts, also: Q):
        """Exactly the facts behind the number."""
        found = facts.filter(self.where & also)
        path = self.distinct or (self.of if self.quantile is not None else "")
        return found.filter(**{f"{path}__isnull": False}) if path else found

    def again(self, rows) -> Decimal | None:
        """The number worked out anew from the drilled rows, in Python: what tests compare with the database's."""
        values = [getattr_path(row, self.of) for row in rows] if self.of else []
        if self.quantile is not None:
            return quantile(sorted(float(value) for value in values), self.quantile)
        if self.of:
            return sum((Decimal(value) for value in values if value is not None), Decimal(0))
        if self.distinct:
            return Decimal(len({getattr_path(row, self.distinct) for row in rows}))
        return Decimal(len(rows))


def getattr_path(row, path):
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


def quantile(ordered: list[float], part: float) -> Decimal | None:
    """As PERCENTILE_CONT interpolates."""
    if not ordered:
        return None
    place = (len(ordered) - 1) * part
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return Decimal(str(ordered[low] + (ordered[high] - ordered[low]) * (place - low)))
