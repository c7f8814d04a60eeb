"""Tasks that come again: made ahead, each slot once, however often and by however many the job is run."""

import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import acting, action, record
from crm.models import User
from workflow.actions import taskparticipant as participants
from workflow.actions.checklist import lay_out
from workflow.actions.taskchange import after_change, listen
from workflow.actions.taskrow import locked, mark
from workflow.models import Recurrence, Task
from workflow.models.calendaruse import Calendars, calendar_for

AHEAD = datetime.timedelta(days=14)
# So many of one repetition in one go; the next run of the job goes on.
AT_ONCE = 50
COPIED = ("title", "type", "priority", "description", "estimate_minutes", "owner", "team")


@action
def repeat(task: Task, *, by, rule: str, shift: str = "none", ends_on=None) -> Recurrence:
    """From this task on it comes again; this one is its first turn."""
    task = locked(task, by)
    if task.due_at is None:
        raise ValidationError({"due_at": _("What comes again needs a deadline to begin with.")})
    if task.recurrence_id and task.recurrence.is_running:
        stop_from(task, by=by)
    made = Recurrence(
        rule=rule,
        shift=shift,
        ends_on=ends_on,
        starts_at=task.due_at,
        zone=timezone.get_current_timezone_name(),
        people=[person.pk for person in task.participants],
        steps=list(task.checklist.values_list("text", flat=True)),
        record_type_id=task.record_type_id,
        record_id=task.record_id,
        created_by=by,
        **{name: getattr(task, name) for name in COPIED},
    )
    made.clean()
    first = next(iter(made.slots_after(most=1)), None)
    if first is None:
        raise ValidationError({"ends_on": _("It would never come again.")})
    # The first turn is the rule's first: where the task is due on another day, it moves there.
    made.save()
    due_at = due_of(made, first, Calendars())
    mark(task, by=by, recurrence=made, occurrence=first, due_at=due_at)
    record(task, "repeated", by=by, rule=made.rule)
    advance(made, first)
    make_ahead(made)
    return made


def advance(recurrence, after):
    """Remember the next slot that is to be made."""
    found = recurrence.slots_after(after, most=1)
    recurrence.next_slot = found[0] if found else None
    Recurrence.objects.filter(pk=recurrence.pk).update(next_slot=recurrence.next_slot)


def due_of(recurrence, slot, calendars):
    """By the working calendar of its team, else of who answers for it."""
    whose = {"person": recurrence.owner, "team": recurrence.team}
    return recurrence.shifted(slot, partial(calendar_for, calendars=calendars, **whose))


def make_due(now=None) -> int:
    """Every slot of the next fortnight that is not there yet; returns how many were made."""
    until = (now or timezone.now()) + AHEAD
    made = 0
    for pk in Recurrence.objects.due(until).order_by("next_slot", "pk").values_list("pk", flat=True):
        with acting(None, cause="recurrence"):
            free = Recurrence.objects.due(until).select_for_update(skip_locked=True, of=("self",))
            held = free.filter(pk=pk).first()
            made += make_ahead(held, until) if held else 0
    return made


def make_ahead(recurrence, until=None) -> int:
    """What is due until then, and always one that is still to be done."""
    until = until or timezone.now() + AHEAD
    calendars, made = Calendars(), 0
    while recurrence.next_slot is not None and made < AT_ONCE:
        if recurrence.next_slot > until and recurrence.tasks.open().exists():
            break
        make(recurrence, recurrence.next_slot, calendars)
        advance(recurrence, recurrence.next_slot)
        made += 1
    return made


def make(recurrence, slot, calendars) -> Task | None:
    """The task of one turn, with a clean checklist; None where it is there already."""
    task = Task(
        recurrence=recurrence,
        occurrence=slot,
        due_at=due_of(recurrence, slot, calendars),
        record_type_id=recurrence.record_type_id,
        record_id=recurrence.record_id,
        created_by=recurrence.created_by,
        **{name: getattr(recurrence, name) for name in COPIED} | {"owner": owner_of(recurrence)},
    )
    with acting(None, cause="recurrence"):
        if Task.objects.filter(recurrence=recurrence, occurrence=slot).exists():
            return None
        task.save(force_insert=True)
        participants.join(task, User.objects.active().filter(pk__in=recurrence.people))
        lay_out(task, recurrence.steps)
        after_change(task, "created", by=None)
    return task


def owner_of(recurrence) -> User | None:
    """Who left is followed by the head of the department."""
    head = recurrence.team.head if recurrence.team else None
    return next((one for one in (recurrence.owner, head) if one is not None and one.is_active), None)


@action
def stop(task: Task, *, by):
    """It comes no more after this one; turns made ahead that nobody touched go to the trash."""
    task = locked(task, by)
    if task.recurrence_id is None or not task.recurrence.is_running:
        return
    stop_from(task, by=by)
    record(task, "stopped_repeating", by=by)


def stop_from(task, *, by):
    Recurrence.objects.filter(pk=task.recurrence_id).update(stopped_at=timezone.now(), next_slot=None)
    for one in following(task):
        if one.first_action_at is None:
            Task.objects.filter(pk=one.pk).update(deleted_at=timezone.now())
    task.recurrence.stopped_at = timezone.now()


def following(task):
    """Open turns after this one, held."""
    later = Task.objects.open().filter(recurrence=task.recurrence_id, occurrence__gt=task.occurrence)
    return list(later.select_for_update(of=("self",)).order_by("occurrence"))


@action
def edit_following(task: Task, *, by, values: dict):
    """Set these fields of every later open turn, and of all that are still to be made."""
    task = locked(task, by)
    if task.recurrence_id is None:
        return
    own = {name: value for name, value in values.items() if name in COPIED}
    for one in following(task):
        records.edit(one, by=by, values=own)
    for name, value in own.items():
        setattr(task.recurrence, name, value)
    task.recurrence.save(update_fields=list(own))


@listen
def goes_on(task, verb, *, by, **details):
    """Once the last open turn is over, the next one is made, however far ahead."""
    if verb in ("completed", "cancelled") and task.recurrence_id is not None:
        with transaction.atomic():
            held = Recurrence.objects.running().select_for_update(of=("self",)).filter(pk=task.recurrence_id).first()
            if held is not None:
                make_ahead(held)
