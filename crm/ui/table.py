"""A table is a list of columns; the same columns serve the page and the export."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from html import escape
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.ui import cells


def resolve(record, path: str):
    """The value at a dotted path, None where a link on the way is empty."""
    return reduce(lambda value, name: None if value is None else getattr(value, name), path.split("."), record)


def escaped(value) -> str:
    """As conditional_escape(), which looks for lazy texts in thousands of cells that hold none."""
    if isinstance(value, SafeString):
        return value
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


@dataclass(frozen=True)
class Column:
    """One fact of a record: a label, where it comes from, how it looks.

    `accessor` is a dotted path or a function of the record. `sort` is the indexed database column the
    list may be ordered by; without it the heading is no link. `sort_by` is an expression to order by instead,
    empty values last. `is_main` cells lead to the record.
    """

    key: str
    label: str | Promise
    accessor: str | Callable[[Any], Any] | None = None
    cell: Callable = cells.text
    sort: str | None = None
    css: str = ""
    is_main: bool = False
    is_default: bool = True
    export: Callable | None = None
    sort_by: Any = None
    # The same value as an expression (or a function of the user that gives one), for exports of many rows.
    quick: Any = None
    # Fields the cell reads, as only() names them, where it is not the field of its own key.
    reads: tuple[str, ...] | None = None

    def value(self, record):
        source = self.accessor or self.key
        if callable(source):
            return source(record)
        return resolve(record, source) if "." in source else getattr(record, source)

    def html(self, record) -> str:
        return escaped(self.cell(self.value(record), record))

    def linked(self, record, url: str | None) -> str:
        html = self.html(record)
        return f'<a class="n-table__link" href="{escape(url)}" data-row-link>{html}</a>' if url else html

    def frame(self) -> tuple[str, str]:
        """What stands around the cell's HTML in every row."""
        if self.is_main:
            return f'<th class="n-cell is-main {self.css}" scope="row">', "</th>"
        return f'<td class="n-cell {self.css}" data-label="{escape(str(self.label))}">', "</td>"

    def fields_read(self) -> tuple[str, ...]:
        return (self.key,) if self.reads is None else self.reads

    def exported(self, record):
        value = self.value(record)
        return self.export(value, record) if self.export else value


@dataclass
class Head:
    label: str
    sort_url: str | None = None
    direction: str | None = None
    css: str = ""
    help: str = ""


@dataclass
class Row:
    """`cells` is the HTML of all cells."""

    pk: int
    title: str
    cells: str
    css: str = ""

    def drawn(self, check: str = "") -> str:
        """The whole row: the template engine would spend half of a list's time on so many small pieces."""
        box = check.format(pk=self.pk, title=escape(self.title)) if check else ""
        return f'<tr class="{escape(self.css)}" data-row="{self.pk}">{box}{self.cells}</tr>'


@dataclass
class Drawn:
    """A table ready for its template."""

    head: list[Head] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def rows_html(self) -> SafeString:
        return SafeString("".join(row.drawn() for row in self.rows))

    def rows_to_check_html(self) -> SafeString:
        """The rows, each with a box to choose it."""
        label = escape(_("Select {title}"))
        check = (
            '<td class="n-table__check"><input class="form-check-input" type="checkbox" name="pk" value="{pk}"'
            f' aria-label="{label}"></td>'
        )
        return SafeString("".join(row.drawn(check) for row in self.rows))


class Table:
    """Subclasses declare `columns` and `default_sort`; `load()` where their cells read more than fields.

    With `reads`, the fields that every row needs whatever is shown, a list fetches only what it shows;
    without, whole records.
    """

    columns: list[Column] = []
    default_sort = "name"
    reads: tuple[str, ...] | None = None

    def __init__(self, user, extra=(), chosen=()):
        self.user = user
        self.known = {column.key: column for column in (*self.columns, *extra)}
        self.shown = [self.known[key] for key in chosen if key in self.known] or [
            column for column in self.known.values() if column.is_default
        ]

    def load(self, queryset):
        """Fetch all the shown cells need in a constant number of queries."""
        return queryset if self.reads is None else self.narrowed(queryset)

    def narrowed(self, queryset):
        sorts = (column.sort for column in self.known.values() if column.sort and column.sort_by is None)
        names, links = {*self.reads, *sorts}, set()
        for path in (path for column in self.shown for path in column.fields_read()):
            field = queryset.model._meta.get_field(path.split("__")[0])
            if field.is_relation:
                links.add(field.name)
                path = path if "__" in path else f"{path}__name"
            names |= {path, field.name}
        return queryset.select_related(*links).only(*names) if links else queryset.only(*names)

    def row_css(self, record) -> str:
        return ""

    def draw(self, records, head) -> Drawn:
        frames = [column.frame() for column in self.shown]
        return Drawn(head, [self.row(record, frames) for record in records])

    def row(self, record, frames) -> Row:
        url = record.get_absolute_url()
        cells = (
            f"{begin}{column.linked(record, url) if column.is_main else column.html(record)}{end}"
            for column, (begin, end) in zip(self.shown, frames, strict=True)
        )
        return Row(record.pk, str(record), "".join(cells), self.row_css(record))
