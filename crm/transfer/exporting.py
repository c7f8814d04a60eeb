"""A list out as a file: the rows a person may take out, through the list's own filter, order and columns."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from django.apps import apps
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.transfer.columns import local, rows
from crm.transfer.refused import MARK, Echo
from crm.transfer.safe import SUSPECT, safe_cell
from crm.transfer.spec import spec_of
from crm.transfer.wholly import whole_rows
from crm.ui.money import number
from crm.ui.pages.query import collection_of, read

# More than this is written in the background.
SMALL = 5_000


@dataclass
class Asker:
    """What a list asks of a request: who, and which address."""

    user: object
    GET: QueryDict
    htmx: bool = False
    path: str = ""


class Export:
    """One list of one person. `scope` is "list" (its columns) or "all" (every field, to be imported again)."""

    def __init__(self, user, label: str, query: str = "", *, scope="list", delimiter=";"):
        self.user, self.scope, self.delimiter = user, scope, delimiter
        self.model = apps.get_model(label)
        self.page = collection_of(self.model, "list")()
        self.page.action = "export"
        self.page.request = Asker(user, read(query))
        self.page.kwargs, self.page.args = {}, ()
        self.table = self.page.drawn_table()
        self.written = 0

    def queryset(self):
        """Rows that may be both seen and taken out, filtered and in order; none where the filter is broken."""
        filterset = self.page.filtered()
        if not filterset.is_valid():
            return self.model.objects.none()
        found = filterset.qs
        if self.user.access.scope("export", self.model) > self.user.access.scope("view", self.model):
            found = found.filter(pk__in=self.model.objects.visible_to(self.user).values("pk"))
        column, is_descending = self.page.sorting(self.table)
        found, order = self.page.ordered(found, column, is_descending)
        return found.order_by(*order.terms())

    def count(self) -> int:
        return self.queryset().order_by().count()

    def whole(self):
        return spec_of(self.model._meta.label_lower) if self.scope == "all" else None

    def headers(self) -> list[str]:
        spec = self.whole()
        if spec:
            return [str(field.label) for field in spec.all_fields().values() if field.is_exported]
        return [str(column.label) for column in self.table.shown]

    def rows(self):
        spec = self.whole()
        return whole_rows(spec, self.queryset(), self.user) if spec else rows(self.page, self.queryset(), self.table)

    def csv_lines(self):
        """Text with a mark, as a spreadsheet program wants it; about 100 rows in each piece."""
        writer = csv.writer(Echo(), delimiter=self.delimiter)
        write = writer.writerow
        yield MARK + write([safe_cell(one) for one in self.headers()])
        decimal = get_format("DECIMAL_SEPARATOR")
        found = iter(self.rows())
        while piece := [write(as_texts(row, decimal)) for row in islice(found, 100)]:
            self.written += len(piece)
            yield "".join(piece)

    def name(self, kind) -> str:
        stem = self.model._meta.verbose_name_plural.replace(" ", "-")
        return f"{stem}-{timezone.localdate():%Y-%m-%d}.{kind}"


def as_texts(row, decimal) -> list[str]:
    """as_text() of each cell, harmless texts at no cost: they are nearly all there is."""
    return [cell if type(cell) is str and cell[:1] not in SUSPECT else as_text(cell, decimal) for cell in row]


def as_text(cell, decimal=","):
    """One cell of a CSV file: text that could be a formula is defused, numbers and dates are written as read here."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", decimal)
    if isinstance(cell, float):
        return repr(cell).replace(".", decimal)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, datetime):
        return (local(cell) if cell.tzinfo else cell).isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (list, tuple)):
        return safe_cell("; ".join(map(str, cell)))
    return safe_cell(str(cell))


def row_count_text(count) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": number(count)}
