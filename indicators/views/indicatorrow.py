"""The drill: exactly the facts behind a figure, each as the record that shows it; and the same rows as a file."""

import csv
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from crm.actions import exportfile as exports
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
        rows = drill.exportable()
        name = f"{drill.kpi.key}-{drill.period.start:%Y-%m-%d}-{timezone.localdate():%Y-%m-%d}.csv"
        options = {"indicator": drill.indicator.pk, "role": drill.role}
        query = request.META.get("QUERY_STRING", "")
        noted = exports.order(
            subject, by=request.user, kind="csv", name=name, query=query, options=options, rows=rows.count()
        )
        return attached(StreamingHttpResponse(csv_lines(drill, rows), content_type=TYPES["csv"]), noted.name)


def csv_lines(drill, rows):
    """As lists are written: cells that would be formulas are defused, numbers and moments as they are read here."""
    writer, decimal = csv.writer(Echo(), delimiter=";"), get_format("DECIMAL_SEPARATOR")
    lines = Lines(drill)
    yield MARK + writer.writerow([safe_cell(str(one)) for one in (_("Number"), *lines.headers())])
    piece = []
    for fact in rows.order_by(*NEWEST_FIRST.terms()).iterator(chunk_size=500):
        piece.append(fact)
        if len(piece) == 500:
            yield written(drill, lines, piece, writer, decimal)
            piece = []
    yield written(drill, lines, piece, writer, decimal)


def written(drill, lines, facts, writer, decimal) -> str:
    owners = lines.owners(facts)
    return "".join(
        writer.writerow(as_texts([record_of(drill.part, fact).pk, *lines.cells(fact, owners)], decimal))
        for fact in facts
    )
