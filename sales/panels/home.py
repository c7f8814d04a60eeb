"""What the home page says of sales: what closes this month, and which deals nobody plans to touch."""

import datetime

from django.db.models import Count, F, Q, Sum, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from crm.ui import money as written
from crm.views.composer import composer_url
from sales.models import Opportunity
from sales.ui.cells import sums
from workflow.models import Task

SHOWN = 5
# What a line tells of a deal.
LINE = ("name", "state", "amount", "currency", "closes_on")


class Month:
    """The current month where the reader is, of one's own deals; of all one sees for who owns none open."""

    def __init__(self, request):
        self.user, self.currency = request.user, request.organization.currency
        today = timezone.localdate()
        self.first = today.replace(day=1)
        self.last = (self.first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)

    @cached_property
    def is_mine(self) -> bool:
        return Opportunity.objects.visible_to(self.user).filter(owner=self.user).open().exists()

    @property
    def rows(self):
        visible = Opportunity.objects.visible_to(self.user)
        return visible.filter(owner=self.user) if self.is_mine else visible

    @property
    def closing(self) -> Q:
        return Q(state="open", closes_on__range=(self.first, self.last))

    @property
    def won(self) -> Q:
        begun = timezone.make_aware(datetime.datetime.combine(self.first, datetime.time()))
        return Q(state="won", closed_at__gte=begun)

    def totals(self) -> dict:
        """Texts of the sums and counts by state, in one query: each state is added up from an index of its own."""
        parts = [self.summed("open", self.closing), self.summed("won", self.won)]
        found = list(parts[0].union(parts[1], all=True))
        return {state: self.told([row for row in found if row["of"] == state]) for state in ("open", "won")}

    def summed(self, state, part):
        rows = self.rows.filter(part).order_by().annotate(of=Value(state)).values("of", "currency")
        # The index holds no number of a row: to count those would read every row beside it.
        return rows.annotate(sum=Sum("amount"), count=Count("*"))

    def told(self, rows) -> dict:
        amounts = sums({row["currency"]: row["sum"] for row in rows}, self.currency)
        return {"sum": amounts, "count": sum(row["count"] for row in rows)}

    def address(self, query) -> str:
        return f"{reverse('sales:opportunity-list')}?{'mine=true&' if self.is_mine else ''}{query}"


def month_of(request) -> Month:
    if not hasattr(request, "_sales_month"):
        request._sales_month = Month(request)
    return request._sales_month


def without_next_task(request) -> str:
    """Open deals with nothing planned, the nearest closing first."""
    user = request.user
    if not user.access.may("view", Opportunity) or not user.access.may("view", Task):
        return ""
    month = month_of(request)
    # A whole team has thousands: those that close by the end of the month are the ones to ask about.
    rows = month.rows if month.is_mine else month.rows.filter(closes_on__lte=month.last)
    rows = rows.without_next_task().select_related("owner").only(*LINE, "owner__name", "owner__email")
    rows = list(rows.order_by(F("closes_on").asc(nulls_last=True), "pk")[: SHOWN + 1])
    may_plan = user.access.may("create", Task)
    context = {
        "rows": [(row, composer_url("workflow:task-create", row) if may_plan else None) for row in rows[:SHOWN]],
        "has_more": len(rows) > SHOWN,
        "is_mine": month.is_mine,
        "all_url": month.address("no_next_task=true&sort=closes_on"),
    }
    return render_to_string("sales/opportunity/_home_unplanned.html", context, request)


def closing(request) -> str:
    """What is expected to close this month and what was won in it, with the nearest deals."""
    user = request.user
    if not user.access.may("view", Opportunity):
        return ""
    month = month_of(request)
    totals = month.totals()
    rows = month.rows.filter(month.closing).with_company(user).only(*LINE, "company").order_by("closes_on", "pk")
    dates = f"closes_on_min={month.first}&closes_on_max={month.last}"
    context = {
        "rows": rows[:SHOWN] if totals["open"]["count"] else [],
        "totals": totals,
        "month": written.written(month.first, "F"),
        "is_mine": month.is_mine,
        "may_create": user.access.may("create", Opportunity),
        "all_url": month.address(f"state=open&{dates}&sort=closes_on"),
        "won_url": month.address(f"state=won&closed_at_min={month.first}&sort=-closed_at"),
    }
    return render_to_string("sales/opportunity/_home_closing.html", context, request)
