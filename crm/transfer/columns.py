"""The columns of a list as an export writes them: quickly by values where that is possible, by record elsewhere."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, F, ForeignKey
from django.utils import timezone

from crm.models.record import Record
from crm.ui.table import Column

CHUNK = 2_000


@dataclass
class Source:
    """Where one column's values come from in a row of values(): an expression, and how its value is written."""

    expression: object
    write: object = None


def sources(model, columns, user) -> list[Source] | None:
    """One source per column, None when any of them needs the record itself."""
    found = [source(model, column, user) for column in columns]
    return None if None in found else found


def source(model, column: Column, user) -> Source | None:
    if column.quick is not None:
        expression = column.quick(user) if callable(column.quick) else column.quick
        return Source(expression, column.export and (lambda value: column.export(value, None)))
    if column.export is not None:
        return None
    path = column.accessor or column.key
    is_path = isinstance(path, str)
    try:
        field = model._meta.get_field(path if is_path else column.key)
    except FieldDoesNotExist:
        return None
    if not getattr(field, "concrete", False):
        return None
    if field.choices:
        return Source(F(field.name), dict(field.flatchoices).get)
    if not is_path:
        return None
    if isinstance(field, ForeignKey):
        return Source(F(field.attname), Names(field.related_model, user))
    return Source(
        F(field.name), local_in(timezone.get_current_timezone()) if isinstance(field, DateTimeField) else None
    )


class Names(dict):
    """str() of linked records by number, each fetched once; forgotten when there are too many.

    A record that the person may not see has no name; colleagues and lists kept by administrators are known to all.
    """

    def __init__(self, model, user):
        self.found = model.objects.visible_to(user) if issubclass(model, Record) else model._base_manager.all()

    def __call__(self, pk):
        return "" if pk is None else self[pk]

    def learn(self, pks):
        if len(self) > 50_000:
            self.clear()
        missing = {pk for pk in pks if pk is not None and pk not in self}
        self.update((record.pk, str(record)) for record in self.found.filter(pk__in=missing))

    def __missing__(self, pk):
        self.learn([pk])
        return self.get(pk, "")


def local_in(zone):
    """Like local(), for many: asking for the zone of the moment costs more than the conversion."""
    return lambda moment: moment.astimezone(zone).replace(tzinfo=None) if moment else None


def local(moment):
    return moment.astimezone(timezone.get_current_timezone()).replace(tzinfo=None) if moment else None


def rows(page, queryset, table):
    """Values of the table's columns for every record, as a stream of lists."""
    quick = sources(page.model, table.shown, page.request.user)
    if quick is None:
        for record in table.load(queryset).iterator(chunk_size=CHUNK):
            yield [column.exported(record) for column in table.shown]
        return
    named = {f"c{place}": one.expression for place, one in enumerate(quick)}
    found = queryset.annotate(**named).values_list(*named)
    writes = [(place, one.write) for place, one in enumerate(quick) if one.write is not None]
    learners = [(place, write) for place, write in writes if isinstance(write, Names)]
    for chunk in chunks(found.iterator(chunk_size=CHUNK)):
        for place, names in learners:
            names.learn({row[place] for row in chunk})
        for row in chunk:
            cells = list(row)
            for place, write in writes:
                cells[place] = write(cells[place])
            yield cells


def chunks(rows):
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
