"""What the pages of one plan share: its head, the way between them, and who may see the organization's figures."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from crm.ui.pages import RecordPage
from crm.ui.pages.detail import Heading
from indicators.models import Indicator, Plan
from indicators.ui.status import plan_state

ICON = "target-arrow"


@dataclass(frozen=True)
class Tab:
    """`of_figures` is for who may see the whole organization's."""

    name: str
    label: str | Promise
    icon: str
    of_figures: bool = False


@dataclass(frozen=True)
class DrawnTab:
    label: str
    icon: str
    url: str
    is_current: bool


TABS = [
    Tab("detail", _("Map"), "sitemap"),
    Tab("matrix", _("Matrix"), "layout-dashboard"),
    Tab("benefits", _("Benefits"), "coin", of_figures=True),
    Tab("completeness", _("Completeness"), "checkbox"),
    Tab("review", _("Review"), "file-text", of_figures=True),
]


class PlanTab(RecordPage):
    """Declare `tab` and `template`, and what `about(plan)` adds."""

    model, icon = Plan, ICON
    tab = template = ""
    needs_figures = False

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.needs_figures and not self.sees_figures:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sees_figures(self) -> bool:
        return self.request.user.access.may("figures", Indicator)

    @property
    def currency(self) -> str:
        return self.request.organization.currency

    @cached_property
    def today(self):
        return timezone.localdate()

    def records(self):
        return super().records().select_related("sponsor", "manager")

    def get(self, request, pk):
        plan = self.record()
        return render(request, self.template, self.head(plan) | self.about(plan))

    def head(self, plan) -> dict:
        return {
            "page": Heading(str(plan), self.icon, self.subtitle(plan)),
            "record": plan,
            "breadcrumbs": [{"label": _("Plans"), "url": self.url("list")}],
            "tabs": self.tabs(plan),
            "sees_figures": self.sees_figures,
            "currency": self.currency,
            "may_change": self.request.user.access.covers("change", plan),
        }

    def subtitle(self, plan) -> list[str]:
        return [plan_state(None, plan)]

    def tabs(self, plan) -> list[DrawnTab]:
        shown = [one for one in TABS if self.sees_figures or not one.of_figures]
        drawn = [DrawnTab(one.label, one.icon, self.url(one.name, plan.pk), one.name == self.tab) for one in shown]
        return [one for one in drawn if one.url]

    def about(self, plan) -> dict:
        return {}
