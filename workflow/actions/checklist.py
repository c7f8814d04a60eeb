"""The steps inside a task."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions.history import action, record
from workflow.actions.taskchange import after_change
from workflow.actions.taskrow import locked, mark, require_open
from workflow.models import ChecklistItem, Task

MOST = 100


def lay_out(task, texts):
    """The steps a new task begins with."""
    steps = [text.strip()[:200] for text in texts if text.strip()][:MOST]
    ChecklistItem.objects.bulk_create(
        ChecklistItem(task=task, text=text, position=place) for place, text in enumerate(steps)
    )


@action
def add(task: Task, *, by, text: str) -> ChecklistItem:
    task = require_open(locked(task, by))
    if task.checklist.count() >= MOST:
        raise ValidationError({"text": _("At most %(count)s steps fit into a task.") % {"count": MOST}})
    last = task.checklist.aggregate(last=Max("position"))["last"]
    item = ChecklistItem(task=task, text=text.strip(), position=0 if last is None else last + 1)
    item.full_clean(exclude=["task"])
    item.save()
    mark(task, by=by)
    record(task, "step_added", by=by, step=item.text)
    return item


@action
def tick(item: ChecklistItem, *, by):
    """Done, once."""
    task = require_open(locked(item.task, by))
    if ChecklistItem.objects.filter(pk=item.pk, done_at=None).update(done_at=timezone.now(), done_by=by):
        mark(task, by=by)
        record(task, "ticked", by=by, step=item.text)
        after_change(task, "ticked", by=by, step=item.text)


@action
def untick(item: ChecklistItem, *, by):
    task = require_open(locked(item.task, by))
    if ChecklistItem.objects.filter(pk=item.pk).exclude(done_at=None).update(done_at=None, done_by=None):
        mark(task, by=by)
        record(task, "unticked", by=by, step=item.text)


@action
def remove(item: ChecklistItem, *, by):
    task = require_open(locked(item.task, by))
    item.delete()
    mark(task, by=by)
    record(task, "step_removed", by=by, step=item.text)
