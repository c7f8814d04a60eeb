"""The drill: exactly the facts behind a figure, each as the record that shows it; and the same rows as a file."""

import csv
from datetime import date
from itertools import chain, islice

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from crm.actions import exportfile as exports
from crm.transfer import xlsx
from crm.transfer.exporting import as_texts
from crm.transfer.refused import MARK, Echo
from crm.transfer.safe import safe_cell
from crm.ui.keyset import page
from crm.ui.pages import RecordPage
from crm.views.exportfile import TYPES, attached
from indicators.models import Indicator
from indicators.monitoring.course import last_periods
from indicators.monitoring.drill import NEWEST_FIRST, Drill, record_of, roles_of
from indicators.panels.drill import Lines, context_of

SIZE = 50
# So many rows of a file have their owners named together.
PIECE = 500


class Drilling(RecordPage):
    """What the page and the file share: the question the address asks."""

    model = Indicator

    def records(self):
        return super().records().select_related("plan")

    def drill(self) -> Drill:
        indicator, address = self.record(), self.request.GET
        roles = roles_of(self.kpi_of(indicator))
        role = address.get("role") or roles[0]
        if role not in roles:
            raise Http404
        by, member = self.narrowing(indicator.kpi, address)
        return Drill(indicator, self.request.user, self.period(indicator), role, by, member)

    def kpi_of(self, indicator):
        try:
            return indicator.kpi
        except KeyError:
            raise Http404 from None

    def narrowing(self, kpi, address) -> tuple:
        by = address.get("by", "")
        if not by:
            return "", None
        try:
            return by, kpi.dimensions[by].read(address.get("member", ""))
        except (KeyError, ValueError):
            raise Http404 from None

    def period(self, indicator):
        """The one that is asked for, else the last that is over."""
        wanted = self.request.GET.get("period")
        if not wanted:
            return last_periods(indicator, Drill(indicator, self.request.user, None).own, 2)[0]
        try:
            return indicator.grain.period(date.fromisoformat(wanted))
        except (ValueError, OverflowError):
            raise Http404 from None


class IndicatorRows(Drilling):
    def get(self, request, pk):
        drill = self.drill()
        address = request.GET
        found = page(
            drill.rows,
            NEWEST_FIRST,
            size=SIZE,
            after=address.get("after", ""),
            before=address.get("before", ""),
        )
        may_export = request.user.access.may("export", drill.part.subject)
        context = context_of(drill, found, request.GET) | {"may_export": may_export}
        return render(request, "indicators/indicator/rows.html", context)


class IndicatorRowsFile(Drilling):
    """Noted like any export: who took what out, and when."""

    def post(self, request, pk):
        drill = self.drill()
        subject = drill.part.subject
        if not request.user.access.may("export", subject):
            raise PermissionDenied
        kind = request.POST.get("kind", "csv")
        if kind not in TYPES:
            raise Http404
        rows = drill.exportable()
        name = f"{drill.kpi.key}-{drill.period.start:%Y-%m-%d}-{timezone.localdate():%Y-%m-%d}.{kind}"
        options = {"indicator": drill.indicator.pk, "role": drill.role}
        query = request.META.get("QUERY_STRING", "")
        noted = exports.order(
            subject, by=request.user, kind=kind, name=name, query=query, options=options, rows=rows.count()
        )
        return attached(FILES[kind](drill, rows), noted.name)


def csv_file(drill, rows):
    return StreamingHttpResponse(csv_lines(drill, rows), content_type=TYPES["csv"])


def xlsx_file(drill, rows):
    response = HttpResponse(content_type=TYPES["xlsx"])
    title = str(drill.part.subject._meta.verbose_name_plural)
    xlsx.write(response, title, headers(drill), chain.from_iterable(pieces(drill, rows)))
    return response


FILES = {"csv": csv_file, "xlsx": xlsx_file}


def csv_lines(drill, rows):
    """As lists are written: cells that would be formulas are defused, numbers and moments as they are read here."""
    writer, decimal = csv.writer(Echo(), delimiter=";"), get_format("DECIMAL_SEPARATOR")
    yield MARK + writer.writerow([safe_cell(one) for one in headers(drill)])
    for piece in pieces(drill, rows):
        yield "".join(writer.writerow(as_texts(cells, decimal)) for cells in piece)


def headers(drill) -> list[str]:
    return [str(one) for one in (_("Number"), *Lines(drill).headers())]


def pieces(drill, rows):
    """The plain values of every row, newest first, some hundreds at a time."""
    lines, facts = Lines(drill), rows.order_by(*NEWEST_FIRST.terms()).iterator(chunk_size=PIECE)
    while piece := list(islice(facts, PIECE)):
        owners = lines.owners(piece)
        yield [[record_of(drill.part, fact).pk, *lines.cells(fact, owners)] for fact in piece]
