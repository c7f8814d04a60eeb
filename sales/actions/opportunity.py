"""What happens to an opportunity: created, edited, moved, won, lost, reopened, excused."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action, record
from crm.exceptions import Conflict
from sales.actions.stage import check_filled
from sales.models import Opportunity, OpportunityContact, Pipeline


@action
def create(opportunity: Opportunity, *, by, contact=None):
    """Save a new opportunity; without a stage it begins in the first open one of its pipeline."""
    records.require_may(by, "create", Opportunity)
    if opportunity.stage_id is None:
        pipeline = opportunity.pipeline if opportunity.pipeline_id else Pipeline.objects.default()
        opportunity.stage = pipeline and pipeline.first_stage()
    if opportunity.stage is None:
        raise ValidationError({"stage": _("There is no open stage to begin in. Ask an administrator for one.")})
    opportunity.pipeline = opportunity.stage.pipeline
    check_filled(opportunity, opportunity.stage)
    records.create(opportunity, by=by)
    if contact:
        OpportunityContact.objects.create(opportunity=opportunity, contact=contact, is_primary=True)
    opportunity.refresh_from_db()
    return opportunity


@action
def edit(opportunity: Opportunity, *, by, values: dict, version: int | None = None):
    """Set fields; a `stage` among them is a move and asks what every move asks."""
    values = dict(values)
    stage = values.pop("stage", None)
    values.pop("pipeline", None)
    _keep_the_sum_of_lines(opportunity, values)
    fresh = records.edit(opportunity, by=by, values=values, version=version)
    if stage and stage.pk != fresh.stage_id:
        return move(fresh, by=by, stage=stage)
    check_filled(fresh, fresh.stage, among=_names(values))
    return fresh


def _names(values) -> set[str]:
    return {name for name in values if name != "custom"} | {f"custom.{key}" for key in values.get("custom", ())}


def _keep_the_sum_of_lines(opportunity, values):
    """With product lines the amount is their sum and the currency theirs."""
    if not opportunity.lines.exists():
        return
    values.pop("amount", None)
    saved = Opportunity.objects.values_list("currency", flat=True).get(pk=opportunity.pk)
    if values.get("currency", saved) != saved:
        raise ValidationError({"currency": _("The product lines are in %(currency)s.") % {"currency": saved}})


@action
def move(opportunity: Opportunity, *, by, stage, version=None, reason=None, note=""):
    """Put the opportunity into any stage, whatever that means: move on, win, lose or reopen."""
    if stage.kind == "won":
        return win(opportunity, by=by, stage=stage, version=version)
    if stage.kind == "lost":
        return lose(opportunity, by=by, stage=stage, version=version, reason=reason, note=note)
    fresh = locked(opportunity, by)
    return enter(fresh, stage, "moved" if fresh.is_open else "reopened", by=by, version=version)


@action
def win(opportunity: Opportunity, *, by, stage=None, version=None):
    fresh = locked(opportunity, by)
    if fresh.state == "won" and stage is None:
        return fresh
    return enter(fresh, stage or _stage_of(fresh, "won"), "won", by=by, version=version)


@action
def lose(opportunity: Opportunity, *, by, reason, note="", stage=None, version=None):
    """Close without a sale; `reason` (a LostReason) must be given, the note may."""
    fresh = locked(opportunity, by)
    if fresh.state == "lost" and stage in (None, fresh.stage):
        return fresh
    if reason is None:
        raise ValidationError({"reason": _("Say why this opportunity was lost.")})
    stage = stage or _stage_of(fresh, "lost")
    return enter(fresh, stage, "lost", by=by, version=version, lost_reason=reason, lost_note=note)


@action
def reopen(opportunity: Opportunity, *, by, stage=None, version=None):
    """Back to the open stage it was last in, or to `stage`."""
    fresh = locked(opportunity, by)
    if fresh.is_open:
        return fresh
    return enter(fresh, stage or last_open_stage(fresh), "reopened", by=by, version=version)


def last_open_stage(opportunity):
    """The open stage it was last in; for one that came closed, the first of its pipeline."""
    last = opportunity.moves.filter(to_stage__kind="open").select_related("to_stage").first()
    return last.to_stage if last else _stage_of(opportunity, "open")


def _stage_of(opportunity, kind):
    stage = opportunity.pipeline.first_stage(kind)
    if stage is None:
        raise ValidationError(_("This pipeline has no stage for that. Ask an administrator for one."))
    return stage


def locked(opportunity, by) -> Opportunity:
    """The row as it stands now, held until the end of the transaction."""
    rows = Opportunity.objects.select_for_update(of=("self",)).select_related("stage", "pipeline")
    fresh = rows.get(pk=opportunity.pk)
    records.require(by, "change", fresh)
    return fresh


def unchanged(opportunity, by, version) -> Opportunity:
    """The locked row; Conflict when `version` is given and it is no longer the one that was read."""
    fresh = locked(opportunity, by)
    if version is not None and fresh.version != version:
        raise Conflict(fresh, {})
    return fresh


def enter(fresh: Opportunity, stage, verb: str, *, by, version=None, **changes):
    """Set the stage of a locked opportunity; what is there already stays without a second history row."""
    if fresh.stage_id == stage.pk:
        return fresh
    if version is not None and fresh.version != version:
        raise Conflict(fresh, {"stage": stage})
    check_filled(fresh, stage)
    was, fresh.stage = fresh.stage, stage
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save()
    fresh.refresh_from_db()
    record(fresh, verb, by=by, **told(was, stage, changes))
    return fresh


def told(was, stage, changes) -> dict:
    """What the history keeps about a move, with the names as they were."""
    reason = changes.get("lost_reason")
    details = {"from_stage": was.pk, "from": was.name, "to_stage": stage.pk, "to": stage.name}
    if reason:
        details |= {"reason": reason.name, "note": changes.get("lost_note", "")}
    return details


@action
def excuse(opportunity: Opportunity, *, by, reason):
    """It may stay without a next task, and why."""
    if not (reason or "").strip():
        raise ValidationError({"reason": _("Say why it needs no next task.")})
    fresh = locked(opportunity, by)
    if fresh.excuse == reason.strip():
        return fresh
    fresh = records.edit(fresh, by=by, values={"excuse": reason.strip()})
    record(fresh, "excused", by=by, reason=fresh.excuse)
    return fresh


@action
def unexcuse(opportunity: Opportunity, *, by):
    """It needs a next task again."""
    return records.edit(opportunity, by=by, values={"excuse": ""})
