"""What happens to a task: planned, done, taken up again, put off."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import activity as activities
from crm.actions import record as records
from crm.actions.history import action, record
from crm.actions.once import first_time
from crm.models import Activity
from workflow.models import Task

# What doing a task of this type leaves on its record: a call always, the others when something was noted.
LEAVES = {"call": "call", "email": "email", "meeting": "meeting", "visit": "meeting"}
MOST_AT_ONCE = 1000


@action
def create(task: Task, *, by, form_key: str = "") -> Task | None:
    """Plan a task; None when this very form was already sent."""
    if task.record_id is not None:
        activities.require_subject(by, task.about)
    if not first_time(by, form_key):
        return None
    return records.create(task, by=by)


@action
def edit(task: Task, *, by, values: dict, version: int | None = None) -> Task:
    if values.get("about") is not None and values["about"] != task.about:
        activities.require_subject(by, values["about"])
    return records.edit(task, by=by, values=values, version=version)


@action
def complete(task: Task, *, by, outcome: str = "", duration: int | None = None, note: str = "") -> Activity | None:
    """Done, once: a second time changes nothing. Returns the activity it left on its record, if any."""
    task = locked(task, by)
    if not task.is_open:
        return None
    mark(task, done_at=timezone.now(), done_by=by)
    record(task, "completed", by=by, outcome=outcome)
    return leave_activity(task, by=by, outcome=outcome, duration=duration, note=note)


def leave_activity(task, *, by, outcome, duration, note) -> Activity | None:
    """A call is logged with its outcome, anything else with what was noted, where the person sees the record."""
    is_told = task.kind == "call" or note.strip()
    if not is_told or task.about is None or not sees(by, task.about):
        return None
    activity = Activity(
        about=task.about,
        kind=LEAVES.get(task.kind, "note"),
        subject=task.title,
        body=note.strip(),
        outcome=outcome if task.kind == "call" else "",
        duration=duration,
    )
    return activities.log(activity, by=by)


def sees(by, subject) -> bool:
    return type(subject).objects.visible_to(by).filter(pk=subject.pk).exists()


@action
def reopen(task: Task, *, by):
    """Not done after all; what it left on its record stays."""
    task = locked(task, by)
    if task.is_open:
        return
    mark(task, done_at=None, done_by=None)
    record(task, "reopened", by=by)


@action
def postpone(task: Task, *, by, due_at: datetime.datetime):
    """Another day; ValidationError when it is done already or the day is past."""
    task = locked(task, by)
    if not task.is_open:
        raise ValidationError(_("This task is done already."))
    if due_at < timezone.now():
        raise ValidationError({"due_at": _("Choose a moment still to come.")})
    mark(task, due_at=due_at)


def complete_many(queryset, *, by) -> int:
    """Complete the open ones of an already scoped queryset, each as by itself; returns how many."""
    tasks = list(queryset.open().order_by("pk")[: MOST_AT_ONCE + 1])
    if len(tasks) > MOST_AT_ONCE:
        raise ValidationError(_("Choose at most %(count)s tasks at once.") % {"count": MOST_AT_ONCE})
    return complete_all(tasks, by=by)


@action
def complete_all(tasks, *, by) -> int:
    for task in tasks:
        complete(task, by=by)
    return len(tasks)


def locked(task, by) -> Task:
    """The row as it is now, held until the end of the transaction; PermissionDenied unless `by` may change it."""
    fresh = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    records.require(by, "change", fresh)
    return fresh


def mark(task, **values):
    for name, value in values.items():
        setattr(task, name, value)
    task.version += 1
    task.save(update_fields=[*values, "version", "updated_at"])
