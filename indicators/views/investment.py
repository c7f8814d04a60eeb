from django.utils.translation import gettext_lazy as _

from indicators.forms.part import InvestmentForm
from indicators.models import Investment, Plan
from indicators.views.part import PartAdd, PartEdit, PartRemove

ICON = "coin"


class InvestmentAdd(PartAdd):
    model, form, icon = Plan, InvestmentForm, ICON
    title = _("New investment of %(record)s")
    done = _("The investment was added.")

    def part(self, plan):
        return Investment(plan=plan, spent_on=plan.starts_on)


class InvestmentEdit(PartEdit):
    model, form, icon = Investment, InvestmentForm, ICON


class InvestmentRemove(PartRemove):
    model, icon = Investment, ICON
