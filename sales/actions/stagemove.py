"""Many opportunities into one stage, each asked what it would be asked alone."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action, record
from sales.actions.opportunity import told
from sales.actions.stage import check_filled
from sales.models import Opportunity


@dataclass
class Moved:
    """How many moved, and (opportunity, why not) for the others."""

    count: int = 0
    refused: list[tuple] = field(default_factory=list)


@action
def move_many(queryset, *, by, stage, reason=None, note="") -> Moved:
    """Move the rows of a scoped queryset in one transaction; those that may not stay, with the reason."""
    records.require_may(by, "change", Opportunity)
    if stage.kind == "lost" and reason is None:
        raise ValidationError({"reason": _("Say why these opportunities were lost.")})
    rows = queryset.exclude(stage=stage).select_for_update(of=("self",)).select_related("stage").order_by("pk")
    accepted, moved = [], Moved()
    for one in rows.prefetch_related("lines", "roles"):
        message = _refusal(one, stage, by)
        if message:
            moved.refused.append((one, message))
        else:
            accepted.append(one)
    changes = {"lost_reason": reason, "lost_note": note} if stage.kind == "lost" else {}
    moved.count = Opportunity.objects.filter(pk__in=[one.pk for one in accepted]).update(
        stage=stage, updated_at=timezone.now(), version=F("version") + 1, **changes
    )
    for one in accepted:
        record(one, _verb(one, stage), by=by, **told(one.stage, stage, changes))
    return moved


def _refusal(opportunity, stage, by) -> str:
    if by is not None and not by.access.covers("change", opportunity):
        return _("Your role does not allow this.")
    try:
        check_filled(opportunity, stage)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _verb(opportunity, stage) -> str:
    if stage.kind != "open":
        return stage.kind
    return "moved" if opportunity.is_open else "reopened"
