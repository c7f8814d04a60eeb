"""What hangs on a plan's page: its phases, and what it costs."""

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.ui.panel import Panel
from indicators.models import Investment, Phase


class OfThePlan(Panel):
    limit = 50
    model = None

    def rows(self, request, plan):
        return self.model.objects.visible_to(request.user).filter(plan=plan)

    def add_url(self, request, plan):
        if not request.user.access.covers("change", plan):
            return None
        return reverse(f"indicators:plan-{self.model._meta.model_name}-add", args=[plan.pk])

    def context(self, request, record, rows):
        return {"may_change": request.user.access.covers("change", record)}


class Phases(OfThePlan):
    key, title, icon = "phases", _("Phases"), "calendar"
    position = 10
    model = Phase
    template = "indicators/plan/_phase_rows.html"
    empty_text = _("What comes first? Phases take the strategies as benefit and impact place them.")


class Investments(OfThePlan):
    key, title, icon = "investments", _("Investments"), "coin"
    position = 20
    model = Investment
    template = "indicators/plan/_investment_rows.html"
    empty_text = _("What does it cost? Without it there is no return to tell.")

    def context(self, request, record, rows):
        total = self.rows(request, record).aggregate(total=Sum("amount"))["total"]
        return super().context(request, record, rows) | {"total": total}
