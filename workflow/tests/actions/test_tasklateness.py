"""Reminders before a deadline, the ladder after it: each step once, none in bursts, up to the head of all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.actions import notice as notices
from crm.actions import noticemail
from crm.actions import organization as organizations
from crm.models import HistoryEntry, Notice, Organization, Team
from crm.notices import line_of
from workflow.actions import task as tasks
from workflow.actions import tasklateness, tasknotice
from workflow.models import Task
from workflow.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
# A Wednesday, 14:00 in São Paulo: a business day of 8:00-12:00 and 13:30-18:00.
DUE = datetime(2027, 3, 3, 17, tzinfo=UTC)
SET = DUE - timedelta(days=7)


@pytest.fixture
def task(ana, bruno):
    """Ana's, planned by Bruno a week before it is due."""
    task = TaskFactory(title="Visit Acme", owner=ana, team=ana.team, created_by=bruno, due_at=DUE)
    return set_at(task, SET)


def set_at(task, moment):
    Task.objects.filter(pk=task.pk).update(next_notice_at=moment)
    return task


def told(*, since=0):
    rows = Notice.objects.filter(pk__gt=since).order_by("pk").select_related("person")
    return [(one.person.name, one.kind, one.key.split(" ", 4)[-1]) for one in rows]


def swept(*moments):
    """Sweeps at these distances from the deadline; who was told at each."""
    found = []
    for moment in moments:
        last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        tasklateness.sweep(DUE + moment)
        found.append([(name, key) for name, __, key in told(since=last)])
    return found


def hours(number):
    return timedelta(hours=number)


def test_each_person_is_reminded_at_their_own_times(task, ana):
    assert swept(-hours(100), -hours(25), -hours(24), -hours(23), -hours(1), -hours(0.5)) == [
        [],
        [],
        [("Ana Melo", "1440 minutes before")],
        [],
        [("Ana Melo", "60 minutes before")],
        [],
    ]


def test_a_change_of_reminders_holds_for_what_is_planned(task, ana):
    swept(-hours(100))
    before = HistoryEntry.objects.latest("pk").pk
    notices.choose(ana, by=ana, channels={}, digest_hour=8, lead_minutes=[120])
    tasknotice.tell(list(HistoryEntry.objects.filter(pk__gt=before)))
    assert Task.objects.get().next_notice_at > timezone.now() - hours(1)
    set_at(task, DUE - hours(90))

    assert swept(-hours(24), -hours(2)) == [[], [("Ana Melo", "120 minutes before")]]


def test_minutes_that_were_missed_do_not_burst(task):
    """Down from a day before until an hour after: Ana hears that it is late, not also that it will be due."""
    [found] = swept(hours(1))

    assert found == [("Ana Melo", "late 0"), ("Bruno Reis", "late 0")]


def test_what_is_late_climbs_by_business_hours_up_the_tree(task, ana, bruno, dora, caio):
    top = Team.objects.create(name="Whole", head=dora)
    Team.objects.filter(pk=ana.team_id).update(head=bruno, parent=top)
    moments = [hours(number) for number in range(0, 100)]

    found = {int(moment.total_seconds() // 3600): who for moment, who in zip(moments, swept(*moments), strict=True)}

    assert {at: who for at, who in found.items() if who} == {
        0: [("Ana Melo", "late 0"), ("Bruno Reis", "late 0")],
        # 14:00 on Wednesday and 4 business hours: 18:00.
        4: [("Ana Melo", "late 1")],
        # 8 business hours: 12:00 on Thursday.
        22: [("Bruno Reis", "late 2")],
        # 16: 11:30 on Friday.
        46: [("Dora Paz", "late 3")],
    }


def test_the_organization_sets_the_hours_of_the_ladder(task, ana, bruno, dora):
    top = Team.objects.create(name="Whole", head=dora)
    Team.objects.filter(pk=ana.team_id).update(head=bruno, parent=top)
    Organization.objects.update(late_again_hours=1, late_head_hours=2, late_further_hours=1)

    assert swept(hours(0), hours(1), hours(2), hours(3)) == [
        [("Ana Melo", "late 0"), ("Bruno Reis", "late 0")],
        [("Ana Melo", "late 1")],
        [("Bruno Reis", "late 2")],
        [("Dora Paz", "late 3")],
    ]


def test_other_hours_hold_for_what_is_late_already_and_tell_nothing_twice(ana, bruno, dora):
    Team.objects.filter(pk=ana.team_id).update(head=bruno)
    due = timezone.now() - timedelta(days=10)
    late = TaskFactory(title="Visit", owner=ana, team=ana.team, due_at=due)
    tasklateness.sweep(timezone.now() - timedelta(minutes=1))
    Notice.objects.all().delete()
    set_at(late, due)
    Organization.objects.update(late_again_hours=1, late_head_hours=200)
    tasklateness.sweep()
    assert [one[:1] + one[2:] for one in told()] == [("Ana Melo", "late 1")]
    before = HistoryEntry.objects.latest("pk").pk

    organizations.edit(Organization.current(), by=dora, values={"late_head_hours": 2})
    tasknotice.tell(list(HistoryEntry.objects.filter(pk__gt=before)))
    tasklateness.sweep()

    assert [one[:1] + one[2:] for one in told()] == [("Ana Melo", "late 1"), ("Bruno Reis", "late 2")]


def test_a_task_put_off_begins_anew_and_the_old_steps_are_dropped_from_the_mail(task, ana, bruno):
    swept(-hours(24))
    assert Notice.objects.get().person == ana
    tasks.postpone(task, by=bruno, due_at=timezone.now() + hours(1000))

    assert noticemail.write(ana.pk, DUE) is None
    assert Notice.objects.get().dropped == "left"
    later = Task.objects.get().due_at
    set_at(task, later - hours(48))
    tasklateness.sweep(later - hours(24))
    assert Notice.objects.count() == 2


def test_what_is_over_is_not_reminded_of(task, ana, bruno):
    swept(-hours(24))
    tasks.complete(task, by=ana)

    assert Task.objects.get().next_notice_at is None
    assert swept(-hours(1), hours(5)) == [[], []]
    assert noticemail.write(ana.pk, DUE + hours(9)) is None


def test_nobody_is_reminded_of_what_was_set_after_the_moment(task):
    set_at(task, DUE - hours(2))

    assert swept(-hours(1.5), -hours(1)) == [[], [("Ana Melo", "60 minutes before")]]


def test_what_nobody_is_responsible_for_is_the_departments(task, ana, bruno):
    Task.objects.filter(pk=task.pk).update(owner=None)
    set_at(task, SET)

    [found] = swept(-hours(24))

    assert [name for name, __ in found] == ["Ana Melo", "Bruno Reis"]


def test_a_deadline_moved_past_the_actions_is_noticed(task):
    for values in ({"due_at": DUE + hours(5)}, {"owner": None}, {"cancelled_at": DUE}):
        set_at(task, SET)
        Task.objects.filter(pk=task.pk).update(**values)
        moment = Task.objects.get().next_notice_at
        assert moment is None if "cancelled_at" in values else moment < SET


def test_other_changes_leave_the_next_moment_as_it_is(task):
    Task.objects.filter(pk=task.pk).update(title="x", version=9)

    assert Task.objects.get().next_notice_at == SET


def test_working_it_out_is_no_change_of_the_task(task):
    before = HistoryEntry.objects.count()

    tasklateness.sweep(DUE - hours(100))

    assert HistoryEntry.objects.count() == before
    assert Task.objects.get().next_notice_at == DUE - hours(24)


def test_a_batch_asks_as_often_for_many_tasks_as_for_few(ana, bruno):
    def queries(count):
        for __ in range(count):
            set_at(TaskFactory(owner=ana, team=ana.team, created_by=bruno, due_at=DUE), SET)
        with CaptureQueriesContext(connection) as captured:
            assert tasklateness.sweep(DUE - hours(24)) == count
        return len(captured)

    queries(1)
    assert queries(40) <= queries(5)


def test_words_say_when_and_whose(task, ana, bruno):
    Team.objects.filter(pk=ana.team_id).update(head=bruno)
    swept(hours(0), hours(22))

    last = Notice.objects.order_by("pk").last()
    [seen] = Notice.objects.filter(pk=last.pk).seen_by(bruno)
    with timezone.override("America/Sao_Paulo"):
        assert line_of(seen, bruno).text.startswith("“Visit Acme” of Ana Melo is late since ")
        assert "2027" in line_of(seen, bruno).text
