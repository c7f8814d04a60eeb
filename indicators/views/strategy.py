from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, Verb
from crm.views.record import Trash
from indicators.actions import strategy as strategies
from indicators.forms.strategy import StrategyForm
from indicators.models import Indicator, Strategy, Tactic
from indicators.views.crumbs import all_plans, crumb

ICON = "route"


class StrategyDetail(DetailPage):
    model, icon = Strategy, ICON
    template = "indicators/strategy/detail.html"
    lead = [
        Fact("responsible", _("Person responsible"), icon="user"),
        Fact("function", accessor=lambda one: one.get_function_display(), icon="briefcase"),
        Fact("phase", icon="calendar"),
    ]
    facts = [
        (
            _("About the strategy"),
            [
                Fact("benefit", cell=lambda value, one: score(value)),
                Fact("impact", cell=lambda value, one: score(value)),
                Fact("phase"),
                Fact("is_left_out", cell=lambda value, one: cells.yes_no(value) if value else ""),
                Fact("responsible", field="responsible"),
                Fact("function", accessor=lambda one: one.get_function_display(), field="function"),
                Fact("tags", cell=cells.tags, field="tags"),
            ],
        ),
    ]
    verbs = [
        Verb("edit", _("Edit"), "pencil", is_primary=True, key="e"),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        return super().records().select_related("goal__plan", "responsible", "phase")

    def breadcrumbs(self, strategy):
        return [all_plans(), crumb(strategy.plan), crumb(strategy.goal)]

    def context(self, record):
        user = self.request.user
        indicators = Indicator.objects.visible_to(user).filter(links__strategy=record).order_by("position", "pk")
        return super().context(record) | {
            "indicators": indicators.select_related("accountable"),
            "tactics": Tactic.objects.visible_to(user)
            .in_order()
            .filter(strategy=record)
            .select_related("responsible"),
            "may_change": user.access.covers("change", record),
            "may_measure": user.access.may("create", Indicator),
            "may_see_figures": user.access.may("figures", Indicator),
        }


def score(value) -> str:
    return "" if value is None else _("%(score)s of 5") % {"score": value}


class StrategyCreate(CreatePage):
    model, form, icon = Strategy, StrategyForm, ICON
    do = strategies.create
    title = _("New strategy")


class StrategyEdit(EditPage):
    model, form, icon = Strategy, StrategyForm, ICON
    do = strategies.edit


class StrategyTrash(Trash):
    model = Strategy
    do = strategies.trash

    def after(self, record, result):
        return record.goal.get_absolute_url()
