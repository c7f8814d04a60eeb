import datetime

from django.db import connection
from django.db.models import Exists
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Company
from crm.tests.factories import CompanyFactory
from workflow.models import Task
from workflow.tests.factories import TaskFactory


def at(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def test_records_without_an_open_task_are_found_in_one_query(ana):
    planned, done, bare = (CompanyFactory(name=name, owner=ana) for name in ("Planned", "Done", "Bare"))
    TaskFactory(about=planned, owner=ana)
    TaskFactory(about=done, owner=ana, done_at=timezone.now(), done_by=ana)
    TaskFactory(about=planned, owner=ana, deleted_at=timezone.now())

    with CaptureQueriesContext(connection) as queries:
        found = set(Company.objects.filter(~Exists(Task.with_open(Company))))

    assert found == {done, bare}
    assert len([one for one in queries if "workflow_task" in one["sql"]]) == 1


def test_days_are_those_of_the_reader(ana):
    zone = timezone.get_current_timezone()
    midday = timezone.now().astimezone(zone).replace(hour=12, minute=0)
    late = TaskFactory(owner=ana, due_at=at(days=-1))
    tomorrow = TaskFactory(owner=ana, due_at=midday + datetime.timedelta(days=1))
    TaskFactory(owner=ana, due_at=midday + datetime.timedelta(days=20))
    TaskFactory(owner=ana)

    assert list(Task.objects.overdue()) == [late]
    assert list(Task.objects.due_next()) == [tomorrow]


def test_the_next_one_is_the_nearest_and_the_undated_come_last(ana):
    undated = TaskFactory(owner=ana)
    far = TaskFactory(owner=ana, due_at=at(days=9))
    near = TaskFactory(owner=ana, due_at=at(days=2))

    assert list(Task.objects.open().next_first()) == [near, far, undated]
