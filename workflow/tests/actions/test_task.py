import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from crm.models import Activity, HistoryEntry
from crm.tests.factories import CompanyFactory
from workflow.actions import task as tasks
from workflow.models import Task
from workflow.tests.factories import TaskFactory


def test_completing_a_call_logs_it_on_the_record(ana):
    company = CompanyFactory(owner=ana)
    task = TaskFactory(title="Call about the roof", kind="call", about=company, owner=ana)

    tasks.complete(task, by=ana, outcome="reached", duration=12, note="They want it.")

    task.refresh_from_db()
    logged = Activity.objects.get()
    assert (task.is_open, task.done_by) == (False, ana)
    assert (logged.about, logged.kind, logged.outcome, logged.duration) == (company, "call", "reached", 12)
    assert (logged.subject, logged.body, logged.owner) == ("Call about the roof", "They want it.", ana)


def test_completing_twice_completes_once(ana):
    task = TaskFactory(kind="call", about=CompanyFactory(owner=ana), owner=ana)

    tasks.complete(task, by=ana)
    first = Task.objects.get().done_at
    tasks.complete(task, by=ana)

    assert Activity.objects.count() == 1
    assert Task.objects.get().done_at == first
    assert HistoryEntry.objects.about(task).filter(verb="completed").count() == 1


def test_other_tasks_leave_an_activity_only_when_something_was_noted(ana):
    company = CompanyFactory(owner=ana)
    silent, told = (TaskFactory(kind="visit", about=company, owner=ana) for __ in range(2))

    tasks.complete(silent, by=ana)
    tasks.complete(told, by=ana, note="Roof measured")

    assert [(one.kind, one.body) for one in Activity.objects.all()] == [("meeting", "Roof measured")]


def test_a_call_about_a_record_one_may_not_see_is_done_without_writing_on_it(ana, caio):
    task = TaskFactory(kind="call", about=CompanyFactory(owner=caio), owner=ana)

    tasks.complete(task, by=ana, note="secret")

    assert not Task.objects.get().is_open
    assert not Activity.objects.exists()


def test_a_stranger_may_not_complete_nor_leave_anything_behind(ana, caio):
    task = TaskFactory(kind="call", about=CompanyFactory(owner=ana), owner=ana)

    with pytest.raises(PermissionDenied):
        tasks.complete(task, by=caio)

    assert Task.objects.get().is_open
    assert not Activity.objects.exists()


def test_planning_about_a_record_one_may_not_see_is_refused(ana, caio):
    with pytest.raises(PermissionDenied):
        tasks.create(Task(title="Spy", about=CompanyFactory(owner=caio)), by=ana)

    assert not Task.objects.exists()


def test_a_form_sent_twice_plans_once(ana):
    company = CompanyFactory(owner=ana)

    first = tasks.create(Task(title="Call", about=company), by=ana, form_key="one")
    second = tasks.create(Task(title="Call", about=company), by=ana, form_key="one")

    assert (first, second) == (Task.objects.get(), None)


def test_reopening_keeps_what_was_logged(ana):
    task = TaskFactory(kind="call", about=CompanyFactory(owner=ana), owner=ana)
    tasks.complete(task, by=ana)

    tasks.reopen(task, by=ana)

    task.refresh_from_db()
    assert (task.is_open, task.done_by) == (True, None)
    assert Activity.objects.count() == 1


def test_putting_off_moves_the_deadline_and_only_forwards(ana):
    task = TaskFactory(owner=ana)
    later = timezone.now() + datetime.timedelta(days=3)

    tasks.postpone(task, by=ana, due_at=later)
    with pytest.raises(ValidationError):
        tasks.postpone(task, by=ana, due_at=timezone.now() - datetime.timedelta(days=1))

    task.refresh_from_db()
    assert (task.due_at, task.version) == (later, 2)


def test_a_done_task_cannot_be_put_off(ana):
    task = TaskFactory(owner=ana, done_at=timezone.now(), done_by=ana)

    with pytest.raises(ValidationError):
        tasks.postpone(task, by=ana, due_at=timezone.now() + datetime.timedelta(days=1))


def test_completing_many_counts_the_open_ones(ana):
    for __ in range(3):
        TaskFactory(owner=ana)
    TaskFactory(owner=ana, done_at=timezone.now(), done_by=ana)

    assert tasks.complete_many(Task.objects.all(), by=ana) == 3
    assert Task.objects.done().count() == 4
