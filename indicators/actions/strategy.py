"""What happens to strategies and tactics: scored in the matrix, put in a phase, left out, done, given up."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action, record
from indicators.models import Link, Strategy, Tactic
from indicators.models.initiative import Initiative
from indicators.monitoring.matrix import place

SCORES, PLACE = ("benefit", "impact"), ("phase", "is_left_out")


@action
def score(initiative: Initiative, *, by, benefit: int, impact: int, version: int | None = None) -> Initiative:
    """Put it in a cell of the matrix, which says its phase; Conflict when it changed meanwhile."""
    phase, is_left_out = place(benefit, impact, phases_of(initiative))
    values = {"benefit": benefit, "impact": impact, "phase": phase, "is_left_out": is_left_out}
    return records.edit(initiative, by=by, values=values, version=version)


@action
def create(initiative: Initiative, *, by) -> Initiative:
    """A new strategy or tactic; its scores place it in a phase."""
    if initiative.is_scored and not initiative.is_placed:
        initiative.phase, initiative.is_left_out = place_of(initiative)
    return records.create(initiative, by=by)


@action
def edit(initiative: Initiative, *, by, values: dict, version: int | None = None) -> Initiative:
    """Other scores place it anew, unless its place was changed by hand as well."""
    # A form has written what it asks for onto the record it was given.
    saved = type(initiative).objects.get(pk=initiative.pk)
    wanted = {name: values.get(name, getattr(saved, name)) for name in SCORES}
    has_new_scores = any(wanted[name] != getattr(saved, name) for name in SCORES)
    is_placed_by_hand = any(name in values and values[name] != getattr(saved, name) for name in PLACE)
    if has_new_scores and not is_placed_by_hand and None not in wanted.values():
        values = values | dict(zip(PLACE, place(**wanted, phases=phases_of(saved)), strict=True))
    return records.edit(initiative, by=by, values=values, version=version)


def phases_of(initiative) -> list:
    return list(initiative.plan.phases.order_by("position", "pk"))


def place_of(initiative):
    return place(initiative.benefit, initiative.impact, phases_of(initiative))


@action
def trash(strategy: Strategy, *, by):
    """ValidationError where indicators would measure nothing any more."""
    others = Link.objects.filter(strategy__deleted_at__isnull=True, strategy__goal__deleted_at__isnull=True)
    alone = [
        link.indicator
        for link in strategy.links.filter(indicator__deleted_at__isnull=True).select_related("indicator")
        if not others.filter(indicator=link.indicator).exclude(strategy=strategy).exists()
    ]
    if alone:
        raise ValidationError(
            _("These indicators would measure nothing: %(names)s. Link them elsewhere or remove them first.")
            % {"names": ", ".join(map(str, alone))}
        )
    records.trash(strategy, by=by)


@action
def complete(tactic: Tactic, *, by):
    """Done, once."""
    fresh = Tactic.objects.select_for_update(of=("self",)).get(pk=tactic.pk)
    records.require(by, "change", fresh)
    if fresh.is_done:
        return
    fresh.done_at = timezone.now()
    fresh.version += 1
    fresh.save(update_fields=["done_at", "version", "updated_at"])
    record(fresh, "completed", by=by)


@action
def reopen(tactic: Tactic, *, by):
    fresh = Tactic.objects.select_for_update(of=("self",)).get(pk=tactic.pk)
    records.require(by, "change", fresh)
    if not fresh.is_done:
        return
    fresh.done_at = None
    fresh.version += 1
    fresh.save(update_fields=["done_at", "version", "updated_at"])
    record(fresh, "reopened", by=by)
