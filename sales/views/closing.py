"""The calendar of closings: a month of expected dates, with the sum of each day."""

import datetime
from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import SuspiciousOperation
from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from crm.ui.filters import PLACE, without
from crm.ui.money import number
from crm.ui.pages.list import Collection
from sales.ui.cells import sums
from sales.views.opportunity import Opportunities

A_DAY = 4


@dataclass
class Item:
    label: str
    url: str
    css: str = ""
    time: str = ""


@dataclass
class Day:
    date: datetime.date
    is_today: bool
    in_month: bool
    items: list[Item] = field(default_factory=list)
    more: int = 0
    more_url: str | None = None
    note: str = ""


class OpportunityCalendar(Opportunities, Collection):
    """Open and won opportunities on the day they are expected to close."""

    mode = "calendar"

    def get(self, request):
        filterset = self.filtered()
        if self.asks_for_filters():
            return self.show_filters(filterset)
        context = self.context(filterset) | self.month(self.rows(filterset))
        template = "ui/_calendar.html" if request.htmx else "sales/opportunity/calendar.html"
        return render(request, template, context, status=200 if filterset.is_valid() else 400)

    def rows(self, filterset):
        if not filterset.is_valid():
            return self.model.objects.none()
        return filterset.qs if "state" in self.request.GET else filterset.qs.exclude(state="lost")

    def month(self, rows) -> dict:
        today = timezone.localdate()
        first = self.first_day(today)
        weeks = Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7).monthdatescalendar(first.year, first.month)
        rows = rows.filter(closes_on__range=(weeks[0][0], weeks[-1][-1])).order_by()
        totals, items = self.totals(rows), self.items(rows)
        days = [[self.day(date, first, today, totals, items) for date in week] for week in weeks]
        return {
            "weeks": days,
            "weekdays": [
                {"short": WEEKDAYS_ABBR[date.weekday()], "long": WEEKDAYS[date.weekday()]} for date in weeks[0]
            ],
            "month_label": date_format(first, "YEAR_MONTH_FORMAT"),
            "previous_url": self.month_url(first - datetime.timedelta(days=1)),
            "next_url": self.month_url(first + datetime.timedelta(days=31)),
            "today_url": self.month_url(today) if (first.year, first.month) != (today.year, today.month) else None,
        }

    def first_day(self, today) -> datetime.date:
        """The month of the address, ?month=2026-11, else this one."""
        asked = self.request.GET.get("month")
        if not asked:
            return today.replace(day=1)
        try:
            first = datetime.datetime.strptime(asked, "%Y-%m").date()
        except ValueError:
            raise SuspiciousOperation("unreadable month") from None
        if not 1900 < first.year < 2200:
            raise SuspiciousOperation("unreadable month")
        return first

    def month_url(self, date) -> str:
        return without(self.request.GET, *PLACE, month=date.strftime("%Y-%m"))

    def totals(self, rows) -> dict:
        totals = defaultdict(lambda: {"count": 0, "sums": {}})
        for row in rows.values("closes_on", "currency").annotate(count=Count("pk"), sum=Sum("amount")):
            total = totals[row["closes_on"]]
            total["count"] += row["count"]
            total["sums"][row["currency"]] = row["sum"] or 0
        return totals

    def items(self, rows) -> dict:
        """The largest few of each day, in one query whatever the days hold."""
        place = Window(RowNumber(), partition_by="closes_on", order_by=[F("amount").desc(nulls_last=True), "pk"])
        items = defaultdict(list)
        for one in rows.annotate(place=place).filter(place__lte=A_DAY).order_by("closes_on", "place"):
            css = "is-late" if one.is_overdue else "" if one.is_open else f"is-{one.state}"
            items[one.closes_on].append(Item(one.name, one.get_absolute_url(), css))
        return items

    def day(self, date, first, today, totals, items) -> Day:
        total = totals.get(date, {"count": 0, "sums": {}})
        shown = items.get(date, [])
        return Day(
            date=date,
            is_today=date == today,
            in_month=date.month == first.month,
            items=shown,
            more=total["count"] - len(shown),
            more_url=self.day_url(date),
            note=self.note(total) if total["count"] else "",
        )

    def note(self, total) -> str:
        text = sums(total["sums"], self.request.organization.currency)
        return (
            _("%(sum)s in %(count)s") % {"sum": text, "count": number(total["count"])} if total["count"] > 1 else text
        )

    def day_url(self, date) -> str:
        day = date.isoformat()
        query = without(self.request.GET, *PLACE, "month", closes_on_after=day, closes_on_before=day)
        return reverse("sales:opportunity-list") + query
