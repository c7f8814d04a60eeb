"""What happens to a plan: it starts when nothing is missing, ends, and is taken up again."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.actions import record as records
from crm.actions.history import action, record
from crm.jobs import enqueue
from indicators.models import Plan
from indicators.monitoring.completeness import defects


@action
def activate(plan: Plan, *, by):
    """Measuring begins; ValidationError while anything is missing."""
    plan = locked(plan, by)
    if plan.is_active:
        return
    missing = len(defects(plan))
    if missing:
        raise ValidationError(
            ngettext(
                "One thing is missing before the plan can start.",
                "%(count)s things are missing before the plan can start.",
                missing,
            )
            % {"count": missing}
        )
    move(plan, by, "activated", state="active", activated_at=plan.activated_at or timezone.now(), closed_at=None)
    enqueue("indicators.tasks.sweep_measurements")


@action
def close(plan: Plan, *, by):
    """Measuring ends; what was measured stays."""
    plan = locked(plan, by)
    if plan.state != "active":
        raise ValidationError(_("Only an active plan can be closed."))
    move(plan, by, "closed", state="closed", closed_at=timezone.now())


@action
def reopen(plan: Plan, *, by):
    """A draft again, to be completed and started anew."""
    plan = locked(plan, by)
    if plan.is_draft:
        return
    move(plan, by, "reopened", state="draft", closed_at=None)


def locked(plan, by) -> Plan:
    fresh = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    records.require(by, "change", fresh)
    return fresh


def move(plan, by, verb, **values):
    for name, value in values.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save(update_fields=[*values, "version", "updated_at"])
    record(plan, verb, by=by)
