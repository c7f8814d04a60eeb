"""What happens to absences: a person's own, or entered by who leads them."""

from crm.actions import record as records
from crm.actions.history import action
from workflow.models import Absence


@action
def create(absence: Absence, *, by) -> Absence:
    """PermissionDenied for somebody whose absences are not in this person's hands."""
    absence.owner = absence.owner or by
    absence.team = absence.owner and absence.owner.team
    records.require(by, "change", absence)
    return records.create(absence, by=by)


@action
def edit(absence: Absence, *, by, values: dict, version: int | None = None) -> Absence:
    if values.get("owner") is not None:
        values = {**values, "team": values["owner"].team}
    fresh = records.edit(absence, by=by, values=values, version=version)
    records.require(by, "change", fresh)
    return fresh
