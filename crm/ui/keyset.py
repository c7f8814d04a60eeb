"""Pages found by the last row's key instead of an offset: page 1,000 costs what page 1 does."""

import base64
import binascii
import json
import time
from dataclasses import dataclass, replace
from hashlib import sha256

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, SuspiciousOperation, ValidationError
from django.db import connections
from django.db.models import F, Func, Q
from django.db.models.expressions import RawSQL

from crm.cache import counted_since_last_write, keep_count
from crm.ui.table import resolve

# Rows read in order before a search turns to its own index: some milliseconds' worth.
WALK = 2000
# So few rows are found by what narrows them and then sorted: in the order of everybody's rows the database would
# read millions until it meets fifty of somebody who sees a handful.
FEW = 2000
# The key of each column in turn, in a statement that is planned once for all of them.
KEY = RawSQL("wanted.key", ())
OF_EACH = "SELECT wanted.key, id FROM unnest(%s::bigint[]) AS wanted (key) CROSS JOIN LATERAL ({sql}) AS part (id)"
OF_ONE = "SELECT %s::bigint, id FROM ({sql}) AS part (id)"
# A count slower than this many seconds is kept for so many, unless anybody writes anything before.
SLOW, KEPT = 0.003, 30


class BadCursor(SuspiciousOperation):
    """The address holds a place in the list that cannot be read; answered with 400."""


@dataclass(frozen=True)
class Order:
    """A total order: one column, then the primary key in the same direction, empty values last."""

    path: str
    is_descending: bool = False
    is_nullable: bool = False
    field: object = None
    is_unindexed: bool = False

    @classmethod
    def by(cls, model, path: str, is_descending: bool) -> "Order":
        return cls(path, is_descending, is_nullable=_field(model, path).null)

    @classmethod
    def of_expression(cls, name: str, expression, is_descending: bool) -> "Order":
        """By an expression the queryset carries under `name`."""
        return cls(name, is_descending, is_nullable=True, field=expression.output_field)

    def terms(self, is_reversed=False):
        descending = self.is_descending != is_reversed
        # The greatest of one value is that value, which no index is ordered by.
        column = Func(F(self.path), function="GREATEST") if self.is_unindexed else F(self.path)
        return [column.desc() if descending else column.asc(), "-pk" if descending else "pk"]

    def of(self, record):
        """What places a record in this order."""
        return resolve(record, self.path.replace("__", ".")), record.pk

    def place(self, record):
        """For sorting rows in memory as the database does: empty values last."""
        value, pk = self.of(record)
        return value is None, value, pk

    def beyond(self, value, pk, is_reversed=False) -> Q:
        """Rows after (value, pk). The plain bound first lets the database seek in its index."""
        side = "lt" if self.is_descending != is_reversed else "gt"
        return Q(**{f"{self.path}__{side}e": value}) & (
            Q(**{f"{self.path}__{side}": value}) | Q(**{self.path: value, f"pk__{side}": pk})
        )


def _field(model, path):
    *links, name = path.split("__")
    for step in links:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(name)


@dataclass
class Page:
    rows: list
    start: int
    end: int
    previous: str | None
    next: str | None


def page(
    queryset,
    order: Order,
    *,
    size: int,
    after: str = "",
    before: str = "",
    is_searched=False,
    sees_all=True,
    is_few=False,
) -> Page:
    """One page of an unordered queryset, beginning after or ending before a cursor.

    `is_searched` tells that a search by words narrows it, which the database cannot foresee well; `sees_all`
    that hardly anything else does; `is_few` that it holds no more than FEW rows.
    """
    is_reversed = bool(before)
    place = _read(queryset.model, order, before or after) if before or after else None
    if is_few or (is_searched and not sees_all):
        rows = _fetch(queryset, replace(order, is_unindexed=True), place, size + 1, is_reversed)
    else:
        fetch = _fetch_searched if is_searched else _fetch
        rows = fetch(queryset, order, place, size + 1, is_reversed)
    more, rows = len(rows) > size, rows[:size]
    if is_reversed:
        rows.reverse()
    start = _start(place, len(rows), is_reversed)
    return Page(
        rows=rows,
        start=start,
        end=start + len(rows) - 1,
        previous=_write(order, rows[0], start) if rows and (more if is_reversed else place) else None,
        next=_write(order, rows[-1], start + len(rows)) if rows and (is_reversed or more) else None,
    )


def first_pages(queryset, column: str, keys: dict, order: Order, *, size: int, load) -> dict:
    """The first page of each column's rows, by key: one query for which, then what `load(queryset)` needs.

    `keys` tells how many rows each column has; the key None stands for rows without one.
    """
    parts = []
    for is_few in (True, False):
        alike = [key for key, count in keys.items() if key is not None and (count <= FEW) == is_few]
        if alike:
            rows = _first_keys(queryset.filter(**{column: KEY}), order, is_few, size)
            parts.append((OF_EACH, alike, rows))
    if None in keys:
        rows = queryset.filter(**{f"{column}__isnull": True})
        parts.append((OF_ONE, None, _first_keys(rows, order, keys[None] <= FEW, size)))
    return _pages(parts, keys, order, size, load)


def first_pages_of(columns: dict, counts: dict, order: Order, *, size: int, load) -> dict:
    """As first_pages(), of a queryset for each column."""
    parts = [(OF_ONE, key, _first_keys(rows, order, counts[key] <= FEW, size)) for key, rows in columns.items()]
    return _pages(parts, columns, order, size, load)


def _pages(parts, keys, order, size, load) -> dict:
    """The page of each key, from the first rows of each of `parts` and what `load(queryset)` asks for all of them."""
    if not parts:
        return {}
    rows = parts[0][2]
    with connections[rows.db].cursor() as cursor:
        cursor.execute(*_union(parts))
        found = cursor.fetchall()
    loaded = {row.pk: row for row in load(rows.model._default_manager.filter(pk__in=[pk for __, pk in found]))}
    columns = {key: [] for key in keys}
    for key, pk in found:
        if pk in loaded:
            columns[key].append(loaded[pk])
    return {key: _first_page(own, order, size) for key, own in columns.items()}


def _first_keys(rows, order, is_few, size):
    """In rising order empty values stand last."""
    terms = _rising_last(replace(order, is_unindexed=is_few))
    return rows.order_by(*terms).values_list("pk")[: size + 1]


def _union(parts) -> tuple[str, list]:
    """The statement that gives (key, id) of the rows of each (form, key or keys, rows), and its values.

    As text, for Django and the planner would work out the same statement anew for each column, which costs more
    than its answer.
    """
    statements, values = [], []
    for form, key, rows in parts:
        sql, own = rows.query.sql_with_params()
        statements.append(form.format(sql=sql))
        values += [key, *own]
    return " UNION ALL ".join(statements), values


def _first_page(rows, order, size) -> Page:
    rows.sort(key=order.place, reverse=order.is_descending)
    more, own = len(rows) > size, rows[:size]
    following = _write(order, own[-1], len(own) + 1) if more else None
    return Page(own, 1 if own else 0, len(own), None, following)


def _rising_last(order) -> list:
    column, key = order.terms()
    return [F(order.path).asc(nulls_last=True) if order.is_nullable else column, key]


def _start(place, count, is_reversed):
    if place is None:
        return 1 if count else 0
    return max(1, place["start"] - count) if is_reversed else place["start"]


def _fetch_searched(queryset, order, place, size, is_reversed):
    """A page's worth among the next rows in order, else all matches sorted.

    Left alone the database walks the order's index for a frequent word, and reads half the table where
    those rows all stand late in it: "maria" among names. So the walk is bounded, then the words' own index serves.
    """
    if not order.is_nullable:
        near = queryset.filter(_within_walk(queryset.model, order, place, is_reversed))
        rows = _fetch(near, order, place, size, is_reversed)
        if len(rows) == size:
            return rows
    return _fetch(queryset, replace(order, is_unindexed=True), place, size, is_reversed)


def _within_walk(model, order, place, is_reversed) -> Q:
    """The next WALK rows of the whole table in this order, as a bound on its column."""
    ahead = model._default_manager.filter(_after(order, place, is_reversed)) if place else model._default_manager
    last = ahead.order_by(*order.terms(is_reversed)).values_list(order.path, flat=True)[WALK : WALK + 1]
    side = "gte" if order.is_descending != is_reversed else "lte"
    return Q(**{f"{order.path}__{side}": last[0]}) if last else Q()


def _fetch(queryset, order, place, size, is_reversed):
    """Filled values and empty ones are two stretches, walked one after the other."""
    empty = Q(**{f"{order.path}__isnull": True})
    stretches = [(~empty, order.terms(is_reversed)), (empty, ["-pk" if order.is_descending != is_reversed else "pk"])]
    if not order.is_nullable:
        stretches = [(Q(), stretches[0][1])]
    if is_reversed:
        stretches.reverse()
    if place and order.is_nullable and (place["value"] is None) != is_reversed:
        stretches = stretches[1:]
    rows = []
    for number, (inside, terms) in enumerate(stretches):
        part = queryset.filter(inside)
        if place and number == 0:
            part = part.filter(_after(order, place, is_reversed))
        rows += part.order_by(*terms)[: size - len(rows)]
        if len(rows) == size:
            break
    return rows


def _after(order, place, is_reversed):
    if place["value"] is None:
        side = "lt" if order.is_descending != is_reversed else "gt"
        return Q(**{f"pk__{side}": place["pk"]})
    return order.beyond(place["value"], place["pk"], is_reversed)


def _write(order, record, start) -> str:
    value = resolve(record, order.path.replace("__", "."))
    text = value.isoformat() if hasattr(value, "isoformat") else None if value is None else str(value)
    return base64.urlsafe_b64encode(json.dumps([text, record.pk, start]).encode()).decode().rstrip("=")


def _read(model, order, token):
    try:
        text, pk, start = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        field = order.field or _field(model, order.path)
        field = getattr(field, "output_field", field)
        value = None if text is None else field.to_python(str(text))
        if not (isinstance(pk, int) and isinstance(start, int)) or (value is None and not order.is_nullable):
            raise ValueError
    except (ValueError, TypeError, ValidationError, binascii.Error, UnicodeError, FieldDoesNotExist):
        raise BadCursor("unreadable place in the list") from None
    if isinstance(value, str) and "\x00" in value:
        raise BadCursor("unreadable place in the list")
    return {"value": value, "pk": pk, "start": max(start, 1)}


def are_few(queryset) -> bool:
    return capped_count(queryset, FEW) <= FEW


def capped_count(queryset, cap: int) -> int:
    """The exact number of rows up to `cap`, cap + 1 beyond it."""
    rows = queryset.order_by().values("pk")[: cap + 1]
    try:
        statement = "{} {}".format(*rows.query.sql_with_params())
    except EmptyResultSet:
        return 0
    # The statement holds the reader's own reach, so nobody meets the count of another.
    key = "count:" + sha256(statement.encode()).hexdigest()
    kept, mark = counted_since_last_write(key)
    if kept is not None:
        return kept
    began = time.perf_counter()
    count = rows.count()
    if time.perf_counter() - began > SLOW:
        keep_count(key, count, mark, KEPT)
    return count
