"""What a task took, in business time: kept as it is done, so that no later calendar changes it."""

from datetime import datetime

from django.utils import timezone

from workflow.actions.calendar import worked_seconds
from workflow.models import Task
from workflow.models.calendaruse import Calendars

AT_ONCE = 1000


def frozen(task, until: datetime, calendars: Calendars | None = None) -> dict:
    """The columns to be set with the completion."""
    seconds, version = worked_seconds(task, until, calendars)
    return {"worked_seconds": seconds, "calendar_version_id": version}


def freeze_missing() -> int:
    """Tasks that were done without the verb, by an import or in bulk, get theirs; returns how many."""
    calendars, count = Calendars(), 0
    while found := list(unfrozen().select_related("owner")[:AT_ONCE]):
        for task in found:
            for name, value in frozen(task, task.done_at, calendars).items():
                setattr(task, name, value)
        Task.objects.bulk_update(found, ["worked_seconds", "calendar_version"])
        count += len(found)
    return count


def unfrozen():
    done = Task.objects.filter(done_at__isnull=False, done_at__lte=timezone.now(), worked_seconds__isnull=True)
    return done.order_by("done_at", "pk")
