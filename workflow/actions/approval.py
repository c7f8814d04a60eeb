"""What happens to an approval: asked for, decided, withdrawn."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import activity as activities
from crm.actions import attachment as attachments
from crm.actions import record as records
from crm.actions.history import action, record
from crm.models import User
from workflow.actions.tell import tell
from workflow.models import Approval, ApprovalVote
from workflow.models.absence import stand_in
from workflow.models.approval import ALL, APPROVED, CANCELLED, REJECTED, acting_as

MOST = 20
_listening: list[Callable] = []


def listen(function):
    """Call `function(approval, by=…)` in the transaction that ended it."""
    if function not in _listening:
        _listening.append(function)
    return function


@action
def create(approval: Approval, *, by, people) -> Approval:
    """Ask these people; ValidationError for who asks oneself where that is not allowed."""
    people = list(dict.fromkeys(people))
    if approval.record_id is not None and by is not None:
        activities.require_subject(by, approval.about)
    if not 0 < len(people) <= MOST:
        raise ValidationError({"people": _("Choose from one to %(count)s people.") % {"count": MOST}})
    asking = approval.owner or by
    if asking in people and not approval.allows_self:
        raise ValidationError({"people": _("Nobody approves what they ask for themselves.")})
    records.create(approval, by=by)
    ApprovalVote.objects.bulk_create(ApprovalVote(approval=approval, person=person) for person in people)
    record(approval, "asked", by=by, people=[person.name for person in people])
    hearing = [*people, *filter(None, map(stand_in, people))]
    tell("approval_wanted", approval, hearing, by=by, key=f"approval:{approval.pk}:wanted")
    return approval


@action
def decide(approval: Approval, *, by, approves: bool, reason: str = "", evidence=()) -> Approval:
    """One's own word, or that of somebody who is away; once. A no needs its reason."""
    approval = held(approval)
    vote = vote_of(approval, by)
    if not approves and not reason.strip():
        raise ValidationError({"reason": _("Say why not.")})
    vote.decision, vote.reason = (APPROVED if approves else REJECTED), reason.strip()
    vote.decided_at, vote.decided_by = timezone.now(), by
    vote.save()
    if evidence:
        attachments.attach(approval, by=by, files=evidence)
    place_of = {"person": vote.person.name} if vote.is_in_place else {}
    record(approval, "agreed" if approves else "disagreed", by=by, reason=vote.reason, **place_of)
    settle(approval, by)
    return approval


def vote_of(approval, by) -> ApprovalVote:
    """The word this person may give now; PermissionDenied or ValidationError where there is none."""
    if not approval.is_open:
        raise ValidationError(_("This is decided already."))
    if approval.owner_id == by.pk and not approval.allows_self:
        raise PermissionDenied(_("Nobody approves what they ask for themselves."))
    votes = list(approval.votes.select_related("person"))
    if any(vote.decided_by_id == by.pk for vote in votes):
        raise ValidationError(_("You have decided already."))
    mine = set(User.objects.filter(pk__in=acting_as(by)).values_list("pk", flat=True))
    found = [vote for vote in votes if vote.person_id in mine and not vote.decision]
    if not found:
        raise PermissionDenied(_("You are not asked to decide this."))
    return min(found, key=lambda vote: vote.person_id != by.pk)


def settle(approval, by):
    """Decided as soon as the outcome can no longer change."""
    words = list(approval.votes.values_list("decision", flat=True))
    if REJECTED in words:
        end(approval, REJECTED, by=by)
    elif approval.rule != ALL or "" not in words:
        end(approval, APPROVED, by=by)


def end(approval, state, *, by):
    approval.state, approval.decided_at = state, timezone.now()
    approval.version += 1
    approval.save(update_fields=["state", "decided_at", "version", "updated_at"])
    record(approval, state, by=by)
    people = [approval.owner, *(vote.person for vote in approval.votes.select_related("person"))]
    key = f"approval:{approval.pk}:{state}"
    tell("approval_decided", approval, filter(None, people), by=by, key=key, state=state)
    for function in _listening:
        function(approval, by=by)


@action
def withdraw(approval: Approval, *, by, reason: str = ""):
    """Who asked, or leads them, no longer wants it."""
    approval = held(approval)
    records.require(by, "change", approval)
    if not approval.is_open:
        raise ValidationError(_("This is decided already."))
    end(approval, CANCELLED, by=by)


def held(approval) -> Approval:
    return Approval.objects.select_for_update(of=("self",)).select_related("owner").get(pk=approval.pk)
