"""The calendar of closings: a month of expected dates, with the sum of each day."""

from collections import defaultdict

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.ui.filters import PLACE, without
from crm.ui.money import number
from crm.ui.pages.calendar import CalendarPage, Item
from sales.ui.cells import sums
from sales.views.opportunity import Opportunities


class OpportunityCalendar(Opportunities, CalendarPage):
    """Open and won opportunities on the day they are expected to close."""

    template = "sales/opportunity/calendar.html"

    def rows(self, filterset):
        found = super().rows(filterset)
        return found if "state" in self.request.GET else found.exclude(state="lost")

    def within(self, rows, first, last):
        return rows.filter(closes_on__range=(first, last)).order_by()

    def totals(self, rows) -> dict:
        totals = defaultdict(lambda: {"count": 0, "sums": {}})
        for row in rows.values("closes_on", "currency").annotate(count=Count("pk"), sum=Sum("amount")):
            total = totals[row["closes_on"]]
            total["count"] += row["count"]
            total["sums"][row["currency"]] = row["sum"] or 0
        return totals

    def items(self, rows, most) -> dict:
        """The largest few of each day, in one query whatever the days hold."""
        place = Window(RowNumber(), partition_by="closes_on", order_by=[F("amount").desc(nulls_last=True), "pk"])
        items = defaultdict(list)
        for one in rows.annotate(place=place).filter(place__lte=most).order_by("closes_on", "place"):
            css = "is-late" if one.is_overdue else "" if one.is_open else f"is-{one.state}"
            items[one.closes_on].append(Item(one.name, one.get_absolute_url(), css))
        return items

    def note(self, total) -> str:
        text = sums(total["sums"], self.request.organization.currency)
        if total["count"] == 1:
            return text
        return _("%(sum)s in %(count)s") % {"sum": text, "count": number(total["count"])}

    def day_url(self, date) -> str:
        day = date.isoformat()
        query = without(self.request.GET, *PLACE, "month", closes_on_after=day, closes_on_before=day)
        return reverse("sales:opportunity-list") + query
