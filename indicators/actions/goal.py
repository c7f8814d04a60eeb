"""What happens to a goal beyond being written down."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action
from indicators.models import Goal


@action
def trash(goal: Goal, *, by):
    """ValidationError while strategies hang on it."""
    if goal.strategies.alive().exists():
        raise ValidationError(_("The goal has strategies: remove them first."))
    records.trash(goal, by=by)


@action
def claim(goal: Goal, *, by):
    """This goal claims its group's benefit, and no other does any more."""
    records.require(by, "change", goal)
    if goal.benefit_group:
        others = Goal.objects.alive().filter(plan=goal.plan_id, benefit_group=goal.benefit_group, claims_benefit=True)
        for other in others.exclude(pk=goal.pk):
            records.edit(other, by=by, values={"claims_benefit": False})
    return records.edit(goal, by=by, values={"claims_benefit": True})
