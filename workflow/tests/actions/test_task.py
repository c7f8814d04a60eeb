import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.actions import record as records
from crm.models import Activity, HistoryEntry, User
from crm.tests.factories import CompanyFactory
from workflow.actions import dependency as dependencies
from workflow.actions import task as tasks
from workflow.actions import taskchange
from workflow.actions import taskparticipant as participants
from workflow.models import Dependency, Task
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


def fresh(user):
    """As the next request knows them."""
    return User.objects.get(pk=user.pk)


def later(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def verbs(task):
    return list(
        HistoryEntry.objects.about(task).exclude(verb="changed").order_by("pk").values_list("verb", flat=True)
    )


def test_the_first_deadline_stays_whatever_happens_to_the_present_one(ana):
    task = TaskFactory(owner=ana)
    first, second = later(days=1), later(days=2)

    tasks.postpone(task, by=ana, due_at=first)
    tasks.postpone(task, by=ana, due_at=second, reason="They are away")
    Task.objects.filter(pk=task.pk).update(due_at=None, first_due_at=None)

    task.refresh_from_db()
    assert (task.first_due_at, task.due_at) == (first, None)
    assert HistoryEntry.objects.about(task).filter(verb="postponed").first().details["reason"] == "They are away"


def test_taking_makes_it_ones_own_and_delegating_keeps_one_as_participant(ana, bruno):
    task = TaskFactory(owner=bruno, team=bruno.team)

    tasks.take(task, by=ana)
    tasks.delegate(task, by=ana, owner=bruno, note="You know them")

    task.refresh_from_db()
    assert (task.owner, list(task.participants)) == (bruno, [ana])
    assert verbs(task)[-2:] == ["taken", "delegated"]


def test_assigning_moves_it_to_the_department_of_the_new_person(ana, dora, caio):
    task = TaskFactory(owner=ana)

    tasks.assign(task, by=dora, owner=caio)

    task.refresh_from_db()
    assert (task.owner, task.team) == (caio, caio.team)


def test_who_plans_it_and_who_takes_part_reach_it_and_who_left_does_not(ana, caio, dora):
    task = tasks.create(Task(title="Measure", owner=caio), by=dora, people=[ana])

    seen_before = Task.objects.visible_to(ana).exists()
    participants.set_people(task, by=dora, people=[])

    assert (seen_before, Task.objects.visible_to(ana).exists()) == (True, False)
    assert not fresh(ana).access.covers("change", Task.objects.get())
    mine = tasks.create(Task(title="For the North", owner=caio), by=ana)
    assert Task.objects.visible_to(ana, "change").get() == mine
    assert not Task.objects.visible_to(ana, "delete").exists()
    assert fresh(ana).access.covers("change", mine)


def test_cancelling_wants_a_reason_and_ends_it(ana):
    task = TaskFactory(owner=ana)

    with pytest.raises(ValidationError):
        tasks.cancel(task, by=ana, reason=" ")
    tasks.cancel(task, by=ana, reason="They bought elsewhere")

    task.refresh_from_db()
    assert (task.is_open, task.cancelled_by, task.cancel_reason) == (False, ana, "They bought elsewhere")
    assert not Task.objects.open().exists()
    with pytest.raises(ValidationError):
        tasks.take(task, by=ana)
    tasks.reopen(task, by=ana)
    assert Task.objects.open().get().cancel_reason == ""


def test_what_came_of_it_and_how_long_it_took_stay_on_the_task(ana):
    task = TaskFactory(owner=ana, estimate_minutes=60)

    tasks.complete(task, by=ana, note=" Measured ", spent=45)

    task.refresh_from_db()
    assert (task.outcome, task.spent_minutes, task.estimate_minutes) == ("Measured", 45, 60)


def test_a_task_that_waits_is_not_completed_before_what_it_waits_for(ana):
    before, after = TaskFactory(owner=ana), TaskFactory(owner=ana)
    dependencies.wait_for(after, by=ana, predecessor=before)

    with pytest.raises(ValidationError, match="waits for 1 task"):
        tasks.complete(after, by=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=after.pk).update(done_at=timezone.now())
    tasks.complete(before, by=ana)
    tasks.complete(after, by=ana)

    assert Task.objects.done().count() == 2


def test_what_was_called_off_or_thrown_away_holds_nothing_up(ana):
    one, two, after = (TaskFactory(owner=ana) for __ in range(3))
    for before in (one, two):
        dependencies.wait_for(after, by=ana, predecessor=before)

    tasks.cancel(one, by=ana, reason="Not needed")
    records.trash(two, by=ana)
    tasks.complete(after, by=ana)

    assert not Task.objects.get(pk=after.pk).is_open


def test_tasks_cannot_wait_for_each_other_round_any_circle(ana):
    one, two, three = (TaskFactory(owner=ana) for __ in range(3))
    dependencies.wait_for(two, by=ana, predecessor=one)
    dependencies.wait_for(three, by=ana, predecessor=two)

    for task, before in ((one, three), (one, two), (one, one)):
        with pytest.raises(ValidationError):
            dependencies.wait_for(task, by=ana, predecessor=before)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.bulk_create([Dependency(task=one, predecessor=three)])

    assert Dependency.objects.count() == 2


def test_one_cannot_wait_for_what_one_does_not_see(ana, caio):
    with pytest.raises(PermissionDenied):
        dependencies.wait_for(TaskFactory(owner=ana), by=ana, predecessor=TaskFactory(owner=caio))


def test_putting_off_moves_those_that_wait_by_as_much_where_one_may(ana, caio):
    first, second, third, foreign = (
        TaskFactory(owner=owner, due_at=later(days=day)) for day, owner in enumerate((ana, ana, ana, caio), 1)
    )
    for task, before in ((second, first), (third, second)):
        dependencies.wait_for(task, by=ana, predecessor=before)
    Dependency.objects.create(task=foreign, predecessor=first)
    was = {task.pk: task.due_at for task in (second, third, foreign)}

    tasks.postpone(first, by=ana, due_at=first.due_at + datetime.timedelta(days=2), shifts_successors=True)

    now = dict(Task.objects.values_list("pk", "due_at"))
    assert [now[pk] - was[pk] for pk in was] == [datetime.timedelta(days=2)] * 2 + [datetime.timedelta()]


def test_many_are_completed_in_the_order_they_wait_for_each_other(ana):
    after, before = TaskFactory(owner=ana), TaskFactory(owner=ana)
    dependencies.wait_for(after, by=ana, predecessor=before)

    assert tasks.complete_many(Task.objects.all(), by=ana) == 2


def test_a_task_cannot_start_after_it_is_due(ana):
    with pytest.raises(ValidationError):
        tasks.create(Task(title="Odd", start_at=later(days=2), due_at=later(days=1)), by=ana)


def test_others_hear_of_every_verb_and_may_ask_for_more_than_a_tick(ana, bruno, monkeypatch):
    heard = []
    monkeypatch.setattr(taskchange, "_listening", [lambda task, verb, *, by, **details: heard.append(verb)])
    task = tasks.create(Task(title="Call"), by=ana)
    tasks.edit(task, by=ana, values={"priority": 4})
    tasks.postpone(task, by=ana, due_at=later(days=1))
    tasks.delegate(task, by=ana, owner=bruno)
    tasks.take(task, by=ana)
    monkeypatch.setattr(taskchange, "_demanding", [lambda task: taskchange.Demand("Say why first.", "/why/")])

    with pytest.raises(ValidationError, match="Say why first"):
        tasks.complete(task, by=ana)
    tasks.cancel(task, by=ana, reason="No")

    assert heard == ["created", "changed", "postponed", "delegated", "taken", "cancelled"]


def test_the_first_thing_its_responsible_does_is_noted_once(ana, bruno):
    task = TaskFactory(owner=ana)
    tasks.edit(task, by=bruno, values={"priority": 3})
    untouched = Task.objects.get().first_action_at

    tasks.postpone(task, by=ana, due_at=later(days=1))
    first = Task.objects.get().first_action_at
    tasks.complete(task, by=ana)

    assert untouched is None
    assert first is not None
    assert Task.objects.get().first_action_at == first
