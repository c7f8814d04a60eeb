from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from indicators.forms.part import PhaseForm
from indicators.models import Phase, Plan
from indicators.views.part import PartAdd, PartEdit, PartRemove

ICON = "calendar"


class PhaseAdd(PartAdd):
    model, form, icon = Plan, PhaseForm, ICON
    title = _("New phase of %(record)s")
    done = _("The phase was added.")

    def part(self, plan):
        """After the last one, up to the end of the plan."""
        last = plan.phases.order_by("position").last()
        start = min(last.ends_on, plan.ends_on - timedelta(days=1)) if last else plan.starts_on
        position = last.position + 1 if last else 0
        return Phase(plan=plan, starts_on=start, ends_on=plan.ends_on, position=position)


class PhaseEdit(PartEdit):
    model, form, icon = Phase, PhaseForm, ICON


class PhaseRemove(PartRemove):
    model, icon = Phase, ICON
    lead = _("Its strategies and tactics are in no phase then.")
