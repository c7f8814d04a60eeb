"""A table is a list of columns; the same columns serve the page and the export."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.ui import cells


def resolve(record, path: str):
    """The value at a dotted path, None where a link on the way is empty."""
    return reduce(lambda value, name: None if value is None else getattr(value, name), path.split("."), record)


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

    def value(self, record):
        source = self.accessor or self.key
        return source(record) if callable(source) else resolve(record, source)

    def html(self, record):
        return self.cell(self.value(record), record)

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
class Cell:
    """`html` and the attributes are ready for the page: escaped."""

    html: str
    label: str
    css: str = ""
    is_main: bool = False

    def drawn(self, url: str | None) -> str:
        if not self.is_main:
            return f'<td class="n-cell {self.css}" data-label="{self.label}">{self.html}</td>'
        link = f'<a class="n-table__link" href="{escape(url)}" data-row-link>{self.html}</a>' if url else self.html
        return f'<th class="n-cell is-main {self.css}" scope="row">{link}</th>'


@dataclass
class Row:
    pk: int
    url: str | None
    title: str
    cells: list[Cell]
    css: str = ""

    def drawn(self, check: str = "") -> str:
        """The whole row: the template engine would spend half of a list's time on so many small pieces."""
        box = check.format(pk=self.pk, title=escape(self.title)) if check else ""
        cells = "".join(cell.drawn(self.url) for cell in self.cells)
        return f'<tr class="{escape(self.css)}" data-row="{self.pk}">{box}{cells}</tr>'


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
    """Subclasses declare `columns`, `default_sort`, and `load()` for what their cells read."""

    columns: list[Column] = []
    default_sort = "name"

    def __init__(self, user, extra=(), chosen=()):
        self.user = user
        self.known = {column.key: column for column in (*self.columns, *extra)}
        self.shown = [self.known[key] for key in chosen if key in self.known] or [
            column for column in self.known.values() if column.is_default
        ]
        self.labels = [escape(column.label) for column in self.shown]

    def load(self, queryset):
        """Fetch all the shown cells need in a constant number of queries."""
        return queryset

    def row_css(self, record) -> str:
        return ""

    def draw(self, records, head) -> Drawn:
        return Drawn(head, [self.row(record) for record in records])

    def row(self, record) -> Row:
        drawn = [
            Cell(conditional_escape(column.html(record)), label, column.css, column.is_main)
            for column, label in zip(self.shown, self.labels, strict=True)
        ]
        return Row(record.pk, record.get_absolute_url(), str(record), drawn, self.row_css(record))
