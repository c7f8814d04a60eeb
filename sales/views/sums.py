"""The sums of a list of opportunities: one query, by currency, of exactly the rows the list shows."""

from django.db.models import Count, F, Q, Sum
from django.shortcuts import render
from django.utils.translation import gettext as _

from crm.ui.money import number
from crm.ui.pages.list import Collection
from sales.ui.cells import sums
from sales.views.opportunity import Opportunities


class OpportunitySums(Opportunities, Collection):
    def get(self, request):
        filterset = self.filtered()
        rows = filterset.qs if filterset.is_valid() else self.model.objects.none()
        context = self.summed(rows) | {"page": {"title": _("Sums")}}
        if request.htmx:
            return render(request, "sales/opportunity/_sums.html", context)
        context["list_url"] = f"{self.url('list')}?{request.GET.urlencode()}"
        return render(request, "sales/opportunity/sums.html", context)

    def summed(self, rows) -> dict:
        """Texts; what is weighted is what is still open."""
        is_open = Q(state="open")
        found = (
            rows.order_by()
            .values("currency")
            .annotate(
                count=Count("pk"),
                sum=Sum("amount"),
                own=Sum(F("amount") * F("probability"), filter=is_open & Q(probability__isnull=False)),
                unsaid=Sum(F("amount") * F("stage__probability"), filter=is_open & Q(probability__isnull=True)),
            )
        )
        found = list(found)
        currency = self.request.organization.currency
        weighted = {row["currency"]: ((row["own"] or 0) + (row["unsaid"] or 0)) / 100 for row in found}
        return {
            "count": number(sum(row["count"] for row in found)),
            "sum": sums({row["currency"]: row["sum"] for row in found}, currency),
            "weighted": sums(weighted, currency),
        }
