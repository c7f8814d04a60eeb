"""Deadlines of approvals: who has still to decide is reminded; once late, who asked and their heads hear too."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from crm.models import Team, User
from workflow.actions import lateness as deadlines
from workflow.actions.lateness import AT_ONCE, BATCH, Ladder, Step
from workflow.models import Approval
from workflow.models.absence import away_on, stand_ins
from workflow.models.calendaruse import Calendars


@dataclass
class Around:
    """What a batch of approvals needs to know of people and departments."""

    leads: dict
    away: dict
    teams: dict
    calendars: Calendars
    ladder: Ladder


def sweep(now=None) -> int:
    """Tell whoever is to be told by now; returns how many approvals were looked at."""
    return deadlines.sweep(sweep_batch, now)


@transaction.atomic
def sweep_batch(now) -> int:
    due = Approval.objects.open().filter(next_notice_at__lte=now).order_by("next_notice_at")
    held = due.select_for_update(skip_locked=True, of=("self",)).select_related("owner").prefetch_related("votes")
    approvals = list(held[:BATCH])
    if approvals:
        around = around_of(approvals)
        deadlines.tell(approvals, lambda approval: steps_of(approval, around), now)
    return len(approvals)


def around_of(approvals) -> Around:
    asked = {vote.person_id for approval in approvals for vote in approval.votes.all()}
    leads = dict(User.objects.filter(pk__in=asked).values_list("pk", "lead_minutes"))
    teams = {pk: (parent, head) for pk, parent, head in Team.objects.values_list("pk", "parent", "head")}
    return Around(leads, away_on(), teams, Calendars(), Ladder.current())


# --- The steps of one approval ---------------------------------------------------


def steps_of(approval, around) -> list[Step]:
    """All there are around its present deadline; another deadline begins anew."""
    if approval.due_at is None:
        return []
    return [*reminders(approval, around), *lateness(approval, around)]


def deciding(approval, person, around) -> frozenset:
    """This person and who stands in for them today, without who may not decide, or has done so already."""
    done = {vote.decided_by_id for vote in approval.votes.all()}
    barred = set() if approval.allows_self else {approval.owner_id}
    return frozenset({person} | stand_ins(around.away, person)) - done - barred


def asked_still(approval) -> list[int]:
    return [vote.person_id for vote in approval.votes.all() if not vote.decision]


def reminders(approval, around) -> list[Step]:
    """At the lead times of each who is asked; who stands in for them hears it with them."""
    return [
        Step(
            approval.due_at - timedelta(minutes=lead),
            "approval_due_soon",
            deciding(approval, person, around),
            named(approval, f"{lead} minutes before"),
            {"due": approval.due_at.isoformat()},
        )
        for person in asked_still(approval)
        for lead in around.leads.get(person, ())
    ]


def lateness(approval, around) -> list[Step]:
    """Who has still to decide, at once and again; who asked, at once; then the heads above who asked."""
    deciders = frozenset().union(*(deciding(approval, person, around) for person in asked_still(approval)))
    found = around.ladder.rungs(deciders, frozenset(), watching_heads(approval, around))
    rungs = [("late", 0, AT_ONCE, frozenset({approval.owner_id} - {None}) - deciders)]
    rungs += [("late" if level >= 2 else "undecided", level, *rung) for level, rung in enumerate(found)]
    calendar = around.calendars.of_team(department(approval))
    return [
        Step(
            approval.due_at if after == AT_ONCE else calendar.plus(approval.due_at, after),
            "approval_late",
            people,
            named(approval, f"{word} {level}"),
            details_of(approval, watches=word == "late"),
        )
        for word, level, after, people in rungs
    ]


def details_of(approval, *, watches: bool) -> dict:
    """`watches` is of who does not decide it, but waits for those who do."""
    owner = str(approval.owner) if approval.owner else ""
    return {"due": approval.due_at.isoformat(), "owner": owner, "watches": watches}


def department(approval) -> int | None:
    return approval.team_id or (approval.owner and approval.owner.team_id)


def watching_heads(approval, around) -> list[int]:
    """The heads above who asked, but for those who asked or were asked themselves: they hear it as such."""
    known = {approval.owner_id, *(vote.person_id for vote in approval.votes.all())}
    return [one for one in deadlines.heads_above(department(approval), around.teams) if one not in known]


def named(approval, step) -> str:
    return f"approval {approval.pk} due {int(approval.due_at.timestamp())} {step}"
