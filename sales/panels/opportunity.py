"""What sales hangs on the pages of companies and contacts: their opportunities, and what they are worth."""

from django.db.models import Case, Count, IntegerField, Max, Sum, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from crm.ui.money import number
from crm.ui.panel import Panel
from sales.models import Opportunity
from sales.ui.cells import sums

FIRST_OPEN = Case(When(state="open", then=Value(0)), default=Value(1), output_field=IntegerField())


class Opportunities(Panel):
    """Open ones first, then the newest of those that are over."""

    key, title, icon = "opportunities", _("Opportunities"), "target-arrow"
    position = 10
    template = "sales/opportunity/_rows.html"
    empty_text = _("No sale under way. Add an opportunity as soon as there is an interest.")

    def __init__(self, path, name):
        self.path, self.name = path, name

    def may(self, user):
        return user.access.may("view", Opportunity)

    def rows(self, request, record):
        found = Opportunity.objects.visible_to(request.user).filter(**{self.path: record}).select_related("stage")
        return found.order_by(FIRST_OPEN, "-updated_at", "-pk")

    def all_url(self, request, record):
        return reverse("sales:opportunity-list") + f"?{self.name}={record.pk}"

    def add_url(self, request, record):
        may = request.user.access.may("create", Opportunity)
        return reverse("sales:opportunity-create") + f"?{self.name}={record.pk}" if may else None


def customer_figures(path, name):
    """Figures of a customer: in the pipeline, bought, and how long ago; one query over visible opportunities."""

    def figures(request, record) -> list[dict]:
        if not request.user.access.may("view", Opportunity):
            return []
        rows = Opportunity.objects.visible_to(request.user).filter(**{path: record}).exclude(state="lost")
        found = list(
            rows.order_by()
            .values("state", "currency")
            .annotate(sum=Sum("amount"), count=Count("pk"), last=Max("closed_at"))
        )
        currency = request.organization.currency
        address = reverse("sales:opportunity-list") + f"?{name}={record.pk}&state="
        drawn = []
        for state, label in (("open", gettext("In the pipeline")), ("won", gettext("Bought"))):
            of_state = [row for row in found if row["state"] == state]
            if of_state:
                text = sums({row["currency"]: row["sum"] for row in of_state}, currency)
                drawn.append({"label": label, "value_html": text, "hint": counted(of_state), "url": address + state})
        last = max((row["last"] for row in found if row["state"] == "won"), default=None)
        if last:
            drawn.append({"label": gettext("Last purchase"), "value_html": days_ago(last), "url": address + "won"})
        return drawn

    return figures


def counted(rows) -> str:
    count = sum(row["count"] for row in rows)
    return ngettext("in %(count)s opportunity", "in %(count)s opportunities", count) % {"count": number(count)}


def days_ago(moment) -> str:
    days = max(0, (timezone.localdate() - timezone.localdate(moment)).days)
    if days == 0:
        return gettext("Today")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": number(days)}


def own_figures(request, opportunity) -> list[dict]:
    """The figures of the opportunity itself."""
    amount = {opportunity.currency: opportunity.amount}
    if opportunity.amount is None:
        return []
    drawn = [{"label": gettext("Amount"), "value_html": sums(amount, opportunity.currency)}]
    if opportunity.is_open:
        weighted = sums({opportunity.currency: opportunity.weighted}, opportunity.currency)
        hint = gettext("at %(chance)s%%") % {"chance": opportunity.chance}
        drawn.append({"label": gettext("Weighted"), "value_html": weighted, "hint": hint})
    return drawn
