"""One number of a KPI: which facts it takes, and what it does with them."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
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
NUMBER = DecimalField(max_digits=30, decimal_places=6)


@dataclass(frozen=True)
class Measure:
    """Facts that meet `where`: counted; counted once per `distinct`; or `of` of them summed; or its `quantile`."""

    where: Q = EVERYTHING
    of: str = ""
    distinct: str = ""
    quantile: float | None = None

    def renamed(self, path) -> "Measure":
        """The same of other columns: `path` gives for the name of a field where it is read."""
        return replace(self, where=renamed(self.where, path), of=path(self.of), distinct=path(self.distinct))

    def aggregate(self, also: Q):
        condition = self.where & also
        if self.quantile is not None:
            return Percentile(F(self.of), part=self.quantile, filter=condition & Q(**{f"{self.of}__isnull": False}))
        if self.of:
            return Sum(self.of, filter=condition, output_field=NUMBER)
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

    def taken(self, also: Q) -> Q:
        """Which facts are behind the number."""
        path = self.distinct or (self.of if self.quantile is not None else "")
        return self.where & also & (Q(**{f"{path}__isnull": False}) if path else EVERYTHING)

    def rows(self, facts, also: Q):
        """Exactly the facts behind the number."""
        return facts.filter(self.taken(also))

    def listed(self, also: Q) -> dict[str, ArrayAgg]:
        """The ids of those facts, and what each of them adds, in the same order."""
        found = {"ids": ArrayAgg("pk", filter=self.taken(also), order_by="pk")}
        if self.of:
            found["amounts"] = ArrayAgg(Cast(F(self.of), NUMBER), filter=self.taken(also), order_by="pk")
        return found

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


def renamed(condition: Q, path) -> Q:
    children = [renamed(one, path) if isinstance(one, Q) else pair(one, path) for one in condition.children]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def pair(child: tuple, path) -> tuple:
    name, *lookups = child[0].split("__")
    return "__".join([path(name), *lookups]), child[1]


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
