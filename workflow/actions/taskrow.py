"""The row of a task as verbs take hold of it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from workflow.models import Task


def locked(task, by) -> Task:
    """The row as it is now, held until the end of the transaction; PermissionDenied unless `by` may change it."""
    fresh = Task.objects.select_for_update(of=("self",)).select_related("type", "owner", "team").get(pk=task.pk)
    records.require(by, "change", fresh)
    return fresh


def require_open(task) -> Task:
    if task.done_at is not None:
        raise ValidationError(_("This task is done already."))
    if task.cancelled_at is not None:
        raise ValidationError(_("This task was cancelled."))
    return task


def mark(task, *, by, **values):
    """Set these columns alone; the first thing its responsible does about a task is noted."""
    if by is not None and task.first_action_at is None and task.owner_id == by.pk:
        values["first_action_at"] = timezone.now()
    for name, value in values.items():
        setattr(task, name, value)
    task.version += 1
    task.save(update_fields=[*values, "version", "updated_at"])


def sees(by, subject) -> bool:
    return type(subject).objects.visible_to(by).filter(pk=subject.pk).exists()
