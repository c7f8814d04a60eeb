import datetime
import threading
import zoneinfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from workflow.actions import checklist
from workflow.actions import recurrence as recurrences
from workflow.actions import task as tasks
from workflow.models import Calendar, Recurrence, Task
from workflow.tests.factories import TaskFactory

ZONE = zoneinfo.ZoneInfo("America/Sao_Paulo")


def soon(days=1, hour=9):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), ZONE)


def fortnight(more=0):
    """The deadlines that lie within it now, and so many days on."""
    until = timezone.now() + datetime.timedelta(days=14 + more)
    return [due for days in range(1, 60) if (due := soon(days)) <= until]


def turns():
    return Task.objects.alive().order_by("occurrence")


def daily(ana, **fields):
    return tasks.create(
        Task(title="Check orders", due_at=soon(), **fields), by=ana, repeats="FREQ=DAILY", steps=["Look"]
    )


def test_a_fortnight_is_made_ahead_each_turn_with_a_clean_checklist(ana, bruno):
    task = tasks.create(
        Task(title="Check", due_at=soon()), by=ana, repeats="FREQ=DAILY", steps=["Look", "Tell"], people=[bruno]
    )
    checklist.tick(task.checklist.first(), by=ana)

    rows = list(turns())

    assert [one.due_at for one in rows] == fortnight()
    assert {one.owner for one in rows} == {ana}
    assert [step.done_at for step in rows[3].checklist.all()] == [None, None]
    assert list(rows[3].participants) == [bruno]


def test_the_job_makes_each_turn_once_however_often_it_is_run_and_catches_up(ana):
    daily(ana)
    later = timezone.now() + datetime.timedelta(days=5)

    made = [recurrences.make_due(later), recurrences.make_due(later), recurrences.make_due()]

    assert made == [5, 0, 0]
    assert turns().count() == len(set(turns().values_list("occurrence", flat=True))) == len(fortnight(5))


def test_the_same_turn_cannot_be_there_twice_by_any_path(ana):
    task = daily(ana)

    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(title="Again", recurrence=task.recurrence, occurrence=task.occurrence)


def test_a_rare_one_is_made_anew_as_soon_as_the_last_is_done(ana):
    task = tasks.create(Task(title="Audit", due_at=soon()), by=ana, repeats="FREQ=YEARLY")
    before = turns().count()

    tasks.complete(task, by=ana)

    assert before == 1
    assert [one.due_at.year - soon().year for one in turns().open()] == [1]


def test_a_turn_on_a_day_without_work_goes_to_the_next_business_day(ana, monkeypatch):
    calendar = Calendar.objects.get(is_default=True)
    assert calendar
    task = tasks.create(Task(title="Pay", due_at=soon()), by=ana, repeats="FREQ=DAILY", repeat_shift="next")

    days = [timezone.localtime(one.due_at, ZONE).weekday() for one in turns()]

    assert set(days) <= {0, 1, 2, 3, 4}
    assert turns().count() == len(fortnight())
    assert task.recurrence.shift == "next"


def test_stopping_leaves_this_one_and_throws_the_later_ones_away_that_nobody_began(ana):
    daily(ana)
    third, fifth = turns()[2], turns()[4]
    tasks.postpone(fifth, by=ana, due_at=soon(9))

    recurrences.stop(third, by=ana)

    assert list(turns()) == [*turns()[:3], Task.objects.get(pk=fifth.pk)]
    assert recurrences.make_due(timezone.now() + datetime.timedelta(days=40)) == 0


def test_changing_this_and_the_following_leaves_what_was_before(ana, bruno):
    daily(ana)
    third = turns()[2]

    tasks.edit(third, by=ana, values={"title": "Check twice", "owner": bruno}, all_following=True)
    recurrences.make_due(timezone.now() + datetime.timedelta(days=3))

    titles = list(turns().values_list("title", flat=True))
    assert titles[:2] == ["Check orders"] * 2
    assert set(titles[2:]) == {"Check twice"}
    assert turns().last().owner == bruno


def test_another_rule_begins_with_this_turn(ana):
    daily(ana)
    third = turns()[2]

    recurrences.repeat(third, by=ana, rule="FREQ=WEEKLY")

    kept = list(turns())
    assert len(kept) == 4
    assert [one.due_at - third.due_at for one in kept[2:]] == [datetime.timedelta(days=7 * at) for at in range(2)]


def test_it_ends_on_its_day(ana):
    tasks.create(Task(title="Campaign", due_at=soon()), by=ana, repeats="FREQ=DAILY", repeat_until=soon(3).date())

    assert turns().count() == 3
    assert Recurrence.objects.get().next_slot is None


def test_what_has_no_deadline_or_no_such_rule_does_not_come_again(ana):
    with pytest.raises(ValidationError):
        tasks.create(Task(title="Some day"), by=ana, repeats="FREQ=DAILY")
    with pytest.raises(ValidationError):
        recurrences.repeat(TaskFactory(owner=ana, due_at=soon()), by=ana, rule="FREQ=SECONDLY")


def test_a_stranger_repeats_nothing(ana, caio):
    with pytest.raises(PermissionDenied):
        recurrences.repeat(TaskFactory(owner=ana, due_at=soon()), by=caio, rule="FREQ=DAILY")


def test_turns_of_who_left_go_to_the_head_of_the_department(ana, bruno):
    ana.team.head = bruno
    ana.team.save()
    daily(ana)
    ana.is_active = False
    ana.save()

    recurrences.make_due(timezone.now() + datetime.timedelta(days=2))

    assert turns().last().owner == bruno


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_turn_once(ana):
    daily(ana)
    later, made = timezone.now() + datetime.timedelta(days=10), []

    def work():
        made.append(recurrences.make_due(later))
        connection.close()

    workers = [threading.Thread(target=work) for __ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(made) == 10
    assert turns().count() == len(fortnight(10))
