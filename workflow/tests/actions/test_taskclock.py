from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from workflow.actions import task as tasks
from workflow.actions import taskclock
from workflow.actions.calendar import revise
from workflow.models import Calendar, CalendarVersion, Task
from workflow.tests.factories import TaskFactory

ZONE = ZoneInfo("America/Sao_Paulo")


def test_what_a_task_took_is_kept_with_its_calendar_as_it_is_done(ana):
    task = TaskFactory(owner=ana, created_at=timezone.now() - timedelta(days=30))

    tasks.complete(task, by=ana)

    task.refresh_from_db()
    assert task.calendar_version == CalendarVersion.objects.get()
    assert 100 * 3600 < task.worked_seconds < 200 * 3600
    tasks.reopen(task, by=ana)
    task.refresh_from_db()
    assert (task.worked_seconds, task.calendar_version) == (None, None)


def test_a_later_calendar_changes_no_kept_time(ana, dora):
    task = TaskFactory(owner=ana, created_at=timezone.now() - timedelta(days=30))
    tasks.complete(task, by=ana)
    before = Task.objects.get().worked_seconds

    rules = {"windows": [[["00:00", "24:00"]]] * 7, "region": ""}
    revise(Calendar.objects.get(), by=dora, valid_from=timezone.localdate(), rules=rules)

    taskclock.freeze_missing()
    assert Task.objects.get().worked_seconds == before


def test_tasks_done_in_bulk_get_theirs_later(ana):
    created, done = datetime(2026, 11, 18, 17, tzinfo=ZONE), datetime(2026, 11, 19, 9, tzinfo=ZONE)
    TaskFactory(owner=ana, created_at=created, done_at=done)
    TaskFactory(owner=ana, created_at=created)

    assert taskclock.freeze_missing() == 1
    assert Task.objects.get(done_at=done).worked_seconds == 2 * 3600
    assert taskclock.freeze_missing() == 0
