"""Who hears of what others do with a task: read from the history, whichever path wrote it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.actions import record as records
from crm.actions.follow import consume
from crm.actions.history import acting
from crm.models import HistoryEntry, Notice
from crm.notices import line_of
from workflow.actions import task as tasks
from workflow.actions import tasknotice
from workflow.actions import taskparticipant as participants
from workflow.models import Task
from workflow.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timezone.timedelta(days=1)


@pytest.fixture
def rui(south):
    from conftest import person

    return person("Rui Sá", south, "seller")


@pytest.fixture
def task(ana):
    return TaskFactory(title="Call Acme", owner=ana, team=ana.team, created_by=ana)


@pytest.fixture
def heard(task):
    """heard(): person and kind of all that was told since the last time it was asked.

    A test is one transaction, and what one transaction does to a task is one act: so it begins after the task.
    """
    seen = {"entry": HistoryEntry.objects.count() and HistoryEntry.objects.latest("pk").pk, "notice": 0}

    def read():
        entries = HistoryEntry.objects.filter(pk__gt=seen["entry"]).order_by("pk")
        tasknotice.tell(list(entries))
        new = Notice.objects.filter(pk__gt=seen["notice"]).order_by("person__name", "kind")
        found = list(new.values_list("person__name", "kind"))
        seen["entry"] = HistoryEntry.objects.latest("pk").pk
        seen["notice"] = max([seen["notice"], *Notice.objects.values_list("pk", flat=True)])
        return found

    return read


def said() -> list[str]:
    lines = []
    for notice in Notice.objects.order_by("pk"):
        [seen] = Notice.objects.filter(pk=notice.pk).seen_by(notice.person)
        lines.append(line_of(seen, notice.person).text)
    return lines


def test_who_is_given_a_task_hears_of_it_and_who_plans_for_themselves_does_not(heard, ana, bruno):
    tasks.create(Task(title="For Ana", owner=ana), by=bruno)
    tasks.create(Task(title="My own"), by=ana)

    assert heard() == [("Ana Melo", "task_assigned")]
    assert said() == ["Bruno Reis gave you “For Ana”"]


def test_a_task_that_changes_hands_is_told_to_the_new_responsible_and_to_who_planned_it(heard, task, ana, bruno, rui):
    tasks.assign(task, by=bruno, owner=rui)

    assert heard() == [("Ana Melo", "task_changed"), ("Rui Sá", "task_assigned")]
    assert "Bruno Reis gave “Call Acme” to Rui Sá" in said()


def test_what_nobody_is_responsible_for_is_told_to_the_department_and_its_head(heard, ana, bruno, rui, caio):
    ana.team.head = caio
    ana.team.save()
    TaskFactory(title="Open", owner=None, team=ana.team, created_by=bruno)

    found = heard()

    assert [name for name, __ in found] == ["Ana Melo", "Caio Luz", "Rui Sá"]
    # In no certain order; Caio, of another department, may not see it.
    assert sum("left “Open” to your department" in text for text in said()) == 2


def test_participants_hear_that_they_take_part_and_of_changes_until_they_leave(heard, task, ana, bruno, rui):
    participants.set_people(task, by=ana, people=[rui])
    assert heard() == [("Rui Sá", "task_assigned")]
    tasks.postpone(task, by=bruno, due_at=TOMORROW, reason="They are away")
    assert heard() == [("Ana Melo", "task_changed"), ("Rui Sá", "task_changed")]
    Notice.objects.all().delete()
    participants.set_people(task, by=ana, people=[])
    tasks.edit(task, by=bruno, values={"title": "Call them"})

    assert heard() == [("Ana Melo", "task_changed")]


@pytest.mark.parametrize(("verb", "kind"), [("complete", "task_completed"), ("cancel", "task_cancelled")])
def test_the_end_is_told_to_who_planned_it_and_not_as_a_change_too(heard, ana, bruno, verb, kind):
    task = TaskFactory(title="Call", owner=bruno, team=ana.team, created_by=ana)
    heard()

    getattr(tasks, verb)(task, by=bruno, **({"reason": "Not needed"} if verb == "cancel" else {}))

    assert heard() == [("Ana Melo", kind)]


def test_a_change_past_the_actions_is_told_too(heard, task, bruno):
    with acting(bruno):
        Task.objects.filter(pk=task.pk).update(priority=4)

    assert heard() == [("Ana Melo", "task_changed")]
    assert said() == ["Bruno Reis changed “Call Acme”: priority"]


def test_nobody_hears_of_ones_own_doing(heard, task, ana):
    tasks.edit(task, by=ana, values={"title": "x"})
    tasks.complete(task, by=ana)

    assert heard() == []


def test_a_mass_of_tasks_given_at_once_is_one_line_for_each_person(heard, ana, bruno, rui):
    rows = [TaskFactory(owner=ana, team=ana.team, created_by=ana) for __ in range(30)]
    heard()
    chosen = Task.objects.filter(pk__in=[one.pk for one in rows])
    records.change_many(chosen, by=bruno, values={"owner": rui})

    assert heard() == [("Ana Melo", "task_changed"), ("Rui Sá", "task_assigned")]
    assert sorted(said()) == ["Bruno Reis changed 30 tasks", "Bruno Reis gave you 30 tasks"]


def test_batches_of_one_act_count_on(heard, ana, bruno, rui):
    rows = [TaskFactory(owner=ana, team=ana.team, created_by=bruno) for __ in range(40)]
    heard()
    Notice.objects.all().delete()
    chosen = Task.objects.filter(pk__in=[one.pk for one in rows])
    before = HistoryEntry.objects.latest("pk").pk
    records.change_many(chosen, by=bruno, values={"owner": rui})
    entries = list(HistoryEntry.objects.filter(pk__gt=before).order_by("pk"))
    tasknotice.tell(entries[:20])
    tasknotice.tell(entries[20:])

    assert said() == ["Bruno Reis gave you 40 tasks"]


def test_a_batch_asks_as_often_for_many_tasks_as_for_one(ana, bruno, rui):
    def queries(count):
        Notice.objects.all().delete()
        rows = [TaskFactory(owner=ana, team=ana.team, created_by=ana) for __ in range(count)]
        before = HistoryEntry.objects.latest("pk").pk
        records.change_many(Task.objects.filter(pk__in=[one.pk for one in rows]), by=bruno, values={"owner": rui})
        entries = list(HistoryEntry.objects.filter(pk__gt=before).order_by("pk"))
        with CaptureQueriesContext(connection) as captured:
            tasknotice.tell(entries)
        return len(captured)

    few, many = queries(10), queries(60)
    assert many <= few


@pytest.mark.django_db(transaction=True)
def test_what_was_made_and_given_away_before_anybody_was_told_is_one_piece_of_news(ana, bruno, rui, south):
    consume("task notices")
    made = tasks.create(Task(title="Call Acme", owner=ana), by=bruno)
    tasks.assign(made, by=bruno, owner=rui, team=south)

    consume("task notices")

    assert list(Notice.objects.filter(person=rui).values_list("kind", flat=True)) == ["task_assigned"]
