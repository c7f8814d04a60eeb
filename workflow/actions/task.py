"""What happens to a task: planned, taken, given to others, put off, done, taken up again, called off."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import activity as activities
from crm.actions import record as records
from crm.actions.history import action, record
from crm.actions.once import first_time
from crm.exceptions import Conflict
from crm.models import Activity
from workflow.actions import dependency as dependencies
from workflow.actions import recurrence as recurrences
from workflow.actions import taskparticipant as participants
from workflow.actions.checklist import lay_out
from workflow.actions.taskchange import after_change, demand_of
from workflow.actions.taskclock import frozen
from workflow.actions.taskrow import locked, mark, require_open, sees
from workflow.models import Task

MOST_AT_ONCE = 1000
# Whoever gets it learns of it in another way: no notice says it again. Nobody reads of this in a timeline.
TOLD = "told"


@action
def create(
    task: Task,
    *,
    by,
    form_key: str = "",
    people=None,
    steps=(),
    repeats: str = "",
    repeat_shift: str = "none",
    repeat_until=None,
    is_told=False,
) -> Task | None:
    """Plan a task; None when this very form was already sent. With a rule in `repeats` it is the first of many.

    `is_told` says that whoever gets it learns of it in another way.
    """
    if task.record_id is not None and by is not None:
        activities.require_subject(by, task.about)
    require_order(task.start_at, task.due_at)
    if not first_time(by, form_key):
        return None
    records.create(task, by=by)
    participants.join(task, people or ())
    lay_out(task, steps)
    after_change(task, "created", by=by, is_told=is_told)
    if is_told:
        record(task, TOLD, by=by)
    if repeats:
        recurrences.repeat(task, by=by, rule=repeats, shift=repeat_shift or "none", ends_on=repeat_until)
        task.refresh_from_db()
    return task


@action
def edit(task: Task, *, by, values: dict, version: int | None = None, people=None, all_following=False) -> Task:
    """Set these fields; `people`, when given, become the participants. With `all_following` also of later turns."""
    if values.get("about") is not None and values["about"] != task.about:
        activities.require_subject(by, values["about"])
    before = Task.objects.get(pk=task.pk)
    require_order(values.get("start_at", before.start_at), values.get("due_at", before.due_at))
    fresh = records.edit(task, by=by, values=values, version=version)
    if people is not None:
        participants.set_people(fresh, by=by, people=people)
    if fresh.version != before.version:
        started(fresh, by)
        if all_following:
            recurrences.edit_following(fresh, by=by, values=values)
        after_change(fresh, "changed", by=by, before=before)
    return fresh


def require_order(start_at, due_at):
    if start_at is not None and due_at is not None and start_at > due_at:
        raise ValidationError({"start_at": _("It cannot start after it is due.")})


@action
def take(task: Task, *, by):
    """Make it one's own."""
    task = require_open(locked(task, by))
    if task.owner_id == by.pk:
        return
    before = task.owner
    mark(task, by=by, owner=by, team=by.team or task.team)
    record(task, "taken", by=by)
    after_change(task, "taken", by=by, before=before)


@action
def assign(task: Task, *, by, owner, team=None, version=None):
    """Another person is responsible, or nobody yet; without a team it goes to theirs."""
    task = require_open(locked(task, by))
    if version is not None and version != task.version:
        raise Conflict(task, {"owner": owner})
    if task.owner == owner and (team is None or task.team == team):
        return
    before = task.owner
    mark(task, by=by, owner=owner, team=team or (owner and owner.team) or task.team)
    record(task, "assigned", by=by, to=owner and owner.pk)
    after_change(task, "assigned", by=by, before=before)


@action
def delegate(task: Task, *, by, owner, note: str = ""):
    """Give one's work to another and stay with it as a participant."""
    task = require_open(locked(task, by))
    if task.owner == owner:
        raise ValidationError({"owner": _("This person is responsible already.")})
    before = task.owner
    mark(task, by=by, owner=owner, team=(owner and owner.team) or task.team)
    participants.join(task, [one for one in (before, by) if one is not None and one != owner])
    record(task, "delegated", by=by, to=owner.pk, note=note.strip())
    after_change(task, "delegated", by=by, before=before)


@action
def complete(
    task: Task, *, by, outcome: str = "", duration: int | None = None, note: str = "", spent: int | None = None
) -> Activity | None:
    """Done, once: a second time changes nothing. Returns the activity it left on its record, if any.

    `outcome` and `duration` are of a call or meeting, `note` is what came of it. ValidationError while it waits
    for another task, or where more is asked of this one.
    """
    task = locked(task, by)
    if not task.is_open:
        return None
    dependencies.require_free(task)
    asked = demand_of(task)
    if asked is not None:
        raise ValidationError(asked.message, code="demand")
    return finish(task, by=by, outcome=outcome, duration=duration, note=note, spent=spent)


def finish(task, *, by, outcome="", duration=None, note="", spent=None) -> Activity | None:
    """The task itself, locked and open, is done."""
    now = timezone.now()
    values = {"done_at": now, "done_by": by, **frozen(task, now)}
    values |= {"outcome": note.strip()} if note.strip() else {}
    values |= {"spent_minutes": spent or duration} if spent or duration else {}
    mark(task, by=by, **values)
    record(task, "completed", by=by, outcome=outcome)
    activity = leave_activity(task, by=by, outcome=outcome, duration=duration, note=note)
    after_change(task, "completed", by=by)
    return activity


def leave_activity(task, *, by, outcome, duration, note) -> Activity | None:
    """A call is logged with its outcome, anything else with what was noted, where the person sees the record."""
    is_told = task.type.is_call or note.strip()
    if by is None or not is_told or task.about is None or not sees(by, task.about):
        return None
    activity = Activity(
        about=task.about,
        kind=task.type.leaves,
        subject=task.title,
        body=note.strip(),
        outcome=outcome if task.type.is_call else "",
        duration=duration,
    )
    return activities.log(activity, by=by)


def adopt(task: Task, *, by, values: dict, is_told=False):
    """Take over what holds of the record it belongs to, whose own verb asked who may."""
    task = locked(task, None)
    before = task.owner
    changed = {name: value for name, value in values.items() if getattr(task, name) != value}
    if changed and task.is_open:
        mark(task, by=None, **changed)
        verb = "assigned" if "owner" in changed else "changed"
        after_change(task, verb, by=by, before=before, is_told=is_told)
        if is_told:
            record(task, TOLD, by=by)


def end(task: Task, *, by, note: str = "", cancel_reason: str = ""):
    """Done or called off with the record it belongs to, whose own verb asked who may."""
    task = locked(task, None)
    if not task.is_open:
        return
    if cancel_reason:
        mark(task, by=by, cancelled_at=timezone.now(), cancelled_by=by, cancel_reason=cancel_reason[:200])
        record(task, "cancelled", by=by, reason=cancel_reason[:200])
        after_change(task, "cancelled", by=by)
    else:
        now = timezone.now()
        mark(task, by=by, done_at=now, done_by=by, outcome=note, **frozen(task, now))
        record(task, "completed", by=by, outcome="")
        after_change(task, "completed", by=by)


@action
def reopen(task: Task, *, by):
    """Not done, or not called off, after all; what it left on its record stays."""
    task = locked(task, by)
    if task.is_open:
        return
    ended = {"done_at": None, "done_by": None, "worked_seconds": None, "calendar_version": None}
    mark(task, by=by, **ended, cancelled_at=None, cancelled_by=None, cancel_reason="")
    record(task, "reopened", by=by)
    after_change(task, "reopened", by=by)


@action
def cancel(task: Task, *, by, reason: str):
    """It will not be done, for a reason."""
    task = require_open(locked(task, by))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it will not be done.")})
    mark(task, by=by, cancelled_at=timezone.now(), cancelled_by=by, cancel_reason=reason.strip()[:200])
    record(task, "cancelled", by=by, reason=reason.strip()[:200])
    after_change(task, "cancelled", by=by)


@action
def postpone(task: Task, *, by, due_at: datetime.datetime, reason: str = "", shifts_successors: bool = False):
    """Another day; ValidationError when it is over already or the day is past.

    With `shifts_successors`, open tasks that wait for it move by as much, where the person may change them.
    """
    task = require_open(locked(task, by))
    if due_at < timezone.now():
        raise ValidationError({"due_at": _("Choose a moment still to come.")})
    before, reason = task.due_at, reason.strip()[:200]
    move(task, due_at, by=by, reason=reason)
    if shifts_successors and before is not None and due_at > before:
        for one in dependencies.successors_of(task, by):
            move(one, one.due_at + (due_at - before), by=by, reason=reason, because=task.pk)


def move(task, due_at, *, by, reason, **because):
    before = task.due_at
    start = {"start_at": due_at} if task.start_at is not None and task.start_at > due_at else {}
    mark(task, by=by, due_at=due_at, **start)
    record(task, "postponed", by=by, to=due_at.isoformat(), reason=reason, **because)
    after_change(task, "postponed", by=by, before=before, reason=reason)


def started(task, by):
    """Its responsible did something about it, for the first time."""
    if by is not None and task.first_action_at is None and task.owner_id == by.pk:
        Task.objects.filter(pk=task.pk).update(first_action_at=timezone.now())


def complete_many(queryset, *, by) -> int:
    """Complete the open ones of an already scoped queryset, each as by itself; returns how many."""
    tasks = list(queryset.open().select_related("type").order_by("pk")[: MOST_AT_ONCE + 1])
    if len(tasks) > MOST_AT_ONCE:
        raise ValidationError(_("Choose at most %(count)s tasks at once.") % {"count": MOST_AT_ONCE})
    return complete_all(tasks, by=by)


@action
def complete_all(tasks, *, by) -> int:
    """Those that may be, in an order in which what others wait for comes first; returns how many."""
    count = 0
    for task in dependencies.first_things_first(tasks):
        if demand_of(task) is None and not task.open_predecessors.exists():
            complete(task, by=by)
            count += 1
    return count


def assign_many(queryset, *, by, owner) -> int:
    """Another person is responsible for all rows of an already scoped queryset, in one statement."""
    return records.change_many(queryset, by=by, values={"owner": owner})
