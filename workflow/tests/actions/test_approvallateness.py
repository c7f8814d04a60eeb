"""Deadlines of approvals: who decides, who asked and the heads above are told, each step once, while it is open."""

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
from workflow import tasks as jobs
from workflow.actions import approval as approvals
from workflow.actions import approvallateness, lateness, tasknotice
from workflow.models import Approval
from workflow.tests.factories import AbsenceFactory

pytestmark = pytest.mark.django_db
# A Wednesday, 14:00 in São Paulo: a business day of 8:00-12:00 and 13:30-18:00.
DUE = datetime(2027, 3, 3, 17, tzinfo=UTC)
SET = DUE - timedelta(days=7)


@pytest.fixture
def asked(ana):
    """asked(bruno, caio, rule="all"): Ana asks them a week before it is due."""

    def ask(*people, **fields):
        approval = approvals.create(Approval(title="Discount", due_at=DUE, **fields), by=ana, people=people)
        Notice.objects.all().delete()
        return set_at(approval, SET)

    return ask


def set_at(approval, moment):
    Approval.objects.filter(pk=approval.pk).update(next_notice_at=moment)
    return approval


def hours(number):
    return timedelta(hours=number)


def swept(*distances):
    """Sweeps at these distances from the deadline; who was told of what at each."""
    found = []
    for distance in distances:
        last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        approvallateness.sweep(DUE + distance)
        rows = Notice.objects.filter(pk__gt=last).order_by("pk").select_related("person")
        found.append(sorted((one.person.name, one.key.split(" ", 4)[-1]) for one in rows))
    return found


def away(person, substitute):
    today = timezone.localdate()
    AbsenceFactory(owner=person, substitute=substitute, starts_on=today, ends_on=today)


def test_who_has_to_decide_is_reminded_at_their_own_times(asked, bruno, caio):
    notices.choose(caio, by=caio, channels={}, digest_hour=8, lead_minutes=[120])
    asked(bruno, caio, rule="all")

    assert swept(-hours(100), -hours(24), -hours(23), -hours(2), -hours(1), -hours(0.5)) == [
        [],
        [("Bruno Reis", "1440 minutes before")],
        [],
        [("Caio Luz", "120 minutes before")],
        [("Bruno Reis", "60 minutes before")],
        [],
    ]


def test_what_is_late_is_told_to_both_sides_and_climbs_by_business_hours_above_who_asked(
    asked, ana, caio, bruno, dora
):
    top = Team.objects.create(name="Whole", head=dora)
    Team.objects.filter(pk=ana.team_id).update(head=bruno, parent=top)
    asked(caio)
    moments = [hours(number) for number in range(0, 100)]

    found = {int(moment.total_seconds() // 3600): who for moment, who in zip(moments, swept(*moments), strict=True)}

    assert {at: who for at, who in found.items() if who} == {
        0: [("Ana Melo", "late 0"), ("Caio Luz", "undecided 0")],
        # 14:00 on Wednesday and 4 business hours: 18:00.
        4: [("Caio Luz", "undecided 1")],
        # 8 business hours: 12:00 on Thursday.
        22: [("Bruno Reis", "late 2")],
        # 16: 11:30 on Friday.
        46: [("Dora Paz", "late 3")],
    }


def test_the_organization_sets_the_hours_of_the_ladder(asked, ana, caio, bruno):
    Team.objects.filter(pk=ana.team_id).update(head=bruno)
    Organization.objects.update(late_again_hours=1, late_head_hours=2)
    asked(caio)

    assert swept(hours(0), hours(1), hours(2))[1:] == [[("Caio Luz", "undecided 1")], [("Bruno Reis", "late 2")]]


def test_other_hours_hold_for_what_is_late_already_and_tell_nothing_twice(asked, ana, bruno, caio, dora):
    Team.objects.filter(pk=ana.team_id).update(head=bruno)
    Organization.objects.update(late_again_hours=1, late_head_hours=200)
    asked(caio)
    due = timezone.now() - timedelta(days=10)
    Approval.objects.update(due_at=due)
    Approval.objects.update(next_notice_at=due)
    approvallateness.sweep()
    first = set(Notice.objects.values_list("person", "kind"))
    before = HistoryEntry.objects.latest("pk").pk

    organizations.edit(Organization.current(), by=dora, values={"late_head_hours": 2})
    tasknotice.tell(list(HistoryEntry.objects.filter(pk__gt=before)))
    approvallateness.sweep()

    assert first == {(ana.pk, "approval_late"), (caio.pk, "approval_late")}
    assert sorted(Notice.objects.values_list("person", flat=True)) == sorted([ana.pk, caio.pk, bruno.pk])


def test_a_head_who_is_asked_hears_as_such_and_the_next_one_up_as_a_head(asked, ana, bruno, dora):
    top = Team.objects.create(name="Whole", head=dora)
    Team.objects.filter(pk=ana.team_id).update(head=bruno, parent=top)
    asked(bruno)

    assert swept(hours(0), hours(4), hours(22), hours(46)) == [
        [("Ana Melo", "late 0"), ("Bruno Reis", "undecided 0")],
        [("Bruno Reis", "undecided 1")],
        [("Dora Paz", "late 2")],
        [],
    ]


def test_who_stands_in_hears_it_too_but_not_who_asked(asked, ana, bruno, caio, dora):
    away(bruno, caio)
    away(dora, ana)
    asked(bruno, dora, rule="all")

    assert swept(-hours(24)) == [[(name, "1440 minutes before") for name in ("Bruno Reis", "Caio Luz", "Dora Paz")]]


def test_who_has_decided_hears_no_more_nor_is_mailed(asked, bruno, caio):
    approval = asked(bruno, caio, rule="all")
    swept(-hours(24))
    approvals.decide(approval, by=bruno, approves=True)

    assert swept(-hours(1)) == [[("Caio Luz", "60 minutes before")]]
    assert noticemail.write(bruno.pk, DUE) is None
    assert noticemail.write(caio.pk, DUE) is not None


def test_a_substitute_who_gave_their_word_hears_no_more(asked, bruno, caio):
    approval = asked(bruno, caio, rule="all")
    away(bruno, caio)
    approvals.decide(approval, by=caio, approves=True)

    assert swept(-hours(24)) == [[("Bruno Reis", "1440 minutes before")]]


def test_when_it_is_over_nobody_hears_more(asked, ana, bruno):
    approval = asked(bruno)
    swept(hours(0))
    approvals.withdraw(approval, by=ana)

    assert Approval.objects.get().next_notice_at is None
    assert swept(hours(5), hours(50)) == [[], []]
    assert list(
        Notice.objects.filter(kind="approval_late").exclude(person=bruno).values_list("person", flat=True)
    ) == [ana.pk]
    assert noticemail.write(ana.pk, DUE + hours(1)) is None


def test_another_deadline_begins_anew_and_the_old_steps_leave_the_mail(asked, ana, bruno):
    asked(bruno)
    swept(-hours(24))
    Approval.objects.update(due_at=DUE + hours(100))
    moment = Approval.objects.get().next_notice_at

    assert moment < DUE - hours(24)
    assert noticemail.write(bruno.pk, DUE) is None
    assert swept(hours(76)) == [[("Bruno Reis", "1440 minutes before")]]


def test_minutes_that_were_missed_do_not_burst(asked, bruno):
    asked(bruno)

    assert swept(hours(5)) == [[("Ana Melo", "late 0"), ("Bruno Reis", "undecided 1")]]


def test_a_sweep_that_dies_midway_is_done_whole_by_the_next(asked, bruno, monkeypatch):
    asked(bruno)
    with monkeypatch.context() as broken:
        broken.setattr(lateness, "notify_many", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            approvallateness.sweep(DUE)
    assert Approval.objects.get().next_notice_at == SET

    assert swept(hours(0), hours(0)) == [[("Ana Melo", "late 0"), ("Bruno Reis", "undecided 0")], []]


def test_the_minute_s_job_sweeps_approvals(asked, bruno, ana):
    asked(bruno)
    Approval.objects.update(due_at=timezone.now() - hours(0.01))
    Approval.objects.update(next_notice_at=timezone.now() - hours(1))

    jobs.sweep_deadlines()

    assert set(Notice.objects.values_list("person", "kind")) == {
        (ana.pk, "approval_late"),
        (bruno.pk, "approval_late"),
    }


def test_a_change_of_reminders_holds_for_what_is_asked(asked, bruno, caio):
    asked(bruno)
    swept(-hours(100))
    before = HistoryEntry.objects.latest("pk").pk
    notices.choose(bruno, by=bruno, channels={}, digest_hour=8, lead_minutes=[120])

    tasknotice.tell(list(HistoryEntry.objects.filter(pk__gt=before)))

    assert Approval.objects.get().next_notice_at > timezone.now() - hours(1)


def test_working_it_out_is_no_change_of_the_approval(asked, bruno):
    asked(bruno)
    before = HistoryEntry.objects.count()

    approvallateness.sweep(DUE - hours(100))

    assert HistoryEntry.objects.count() == before
    assert Approval.objects.get().next_notice_at == DUE - hours(24)


def test_a_batch_asks_as_often_for_many_approvals_as_for_few(asked, bruno):
    def queries(count):
        for __ in range(count):
            asked(bruno)
        with CaptureQueriesContext(connection) as captured:
            assert approvallateness.sweep(DUE - hours(24)) == count
        return len(captured)

    queries(1)
    assert queries(40) <= queries(5)


def test_words_say_to_each_what_it_is_to_them(asked, ana, bruno, dora):
    Team.objects.filter(pk=ana.team_id).update(head=dora)
    asked(bruno)
    swept(-hours(24), hours(0), hours(22))

    said = {}
    for person in (ana, bruno, dora):
        seen = Notice.objects.filter(person=person).order_by("pk").seen_by(person)
        said[person.name] = [line_of(one, person).text.rsplit(" ", 2)[0] for one in seen]
    assert said["Bruno Reis"] == [
        "“Discount” waits for your decision until",
        *["“Discount” waits for your decision; it was due on"] * 2,
    ]
    assert [text.rsplit(" ", 1)[0] for text in said["Ana Melo"] + said["Dora Paz"]] == [
        "“Discount” should have been decided",
        "“Discount”, asked by Ana Melo, should have been decided",
    ]
