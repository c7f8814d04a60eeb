"""Periodic work: each slot once however many clocks tick, missed slots by the rule of their job."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from crm.actions import periodicrun
from crm.models import PeriodicRun
from crm.periodic import PERIODIC, Periodic

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def job(monkeypatch):
    """job("each", minutes=5): the only job there is; it returns the slots or counts of its runs."""
    for name in list(PERIODIC):
        monkeypatch.delitem(PERIODIC, name)

    def declare(catch_up="once", run=None, **interval):
        ran = []
        run = run or (lambda slot=None: ran.append(slot))
        monkeypatch.setitem(PERIODIC, "test", Periodic("test", timedelta(**interval), catch_up, run))
        return ran

    return declare


def waiting():
    return list(PeriodicRun.objects.filter(state="waiting").order_by("slot").values_list("slot", flat=True))


def run_all():
    for pk in PeriodicRun.objects.due().order_by("slot").values_list("pk", flat=True):
        periodicrun.do(pk)


@pytest.mark.django_db
def test_each_slot_is_written_once_and_run_once(job):
    ran = job(minutes=5)
    for seconds in (0, 1, 30, 299):
        periodicrun.tick(NOON + timedelta(seconds=seconds))
        run_all()
        run_all()

    assert ran == [None]
    periodicrun.tick(NOON + timedelta(seconds=300))
    run_all()
    assert ran == [None, None]


def test_two_clocks_and_four_workers_run_each_slot_once(committed, job):
    ran = job(minutes=5)

    def work(number):
        try:
            periodicrun.tick(NOON + timedelta(minutes=number % 3 * 5))
            run_all()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(24)))

    assert len(ran) == PeriodicRun.objects.count() <= 3
    assert PeriodicRun.objects.exclude(state="done").count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("once", [NOON + timedelta(hours=26)]),
        ("skip", []),
        ("each", [NOON + timedelta(hours=n) for n in range(1, 27)]),
    ],
)
def test_26_hours_without_a_clock_are_caught_up_by_the_rule(job, rule, wanted):
    job(rule, hours=1)
    periodicrun.tick(NOON)
    run_all()

    periodicrun.tick(NOON + timedelta(hours=26, minutes=20))

    assert waiting() == wanted


@pytest.mark.django_db
def test_each_is_told_its_slot_and_there_is_an_end_to_catching_up(job):
    ran = job("each", minutes=1)
    periodicrun.tick(NOON)
    run_all()
    periodicrun.tick(NOON + timedelta(days=30))
    run_all()

    assert ran[0] == NOON
    assert len(ran) == 101
    assert ran[-1] == NOON + timedelta(days=30)


@pytest.mark.django_db
def test_a_slot_whose_worker_died_is_begun_again_and_given_up_in_the_end(job):
    job(minutes=5)
    periodicrun.tick(NOON)
    run = PeriodicRun.objects.get()

    for __ in range(3):
        assert periodicrun.claim(run.pk)
        assert periodicrun.claim(run.pk) is None
        PeriodicRun.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert periodicrun.claim(run.pk) is None

    periodicrun.tick()
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", periodicrun.LOST)


@pytest.mark.django_db
def test_a_job_that_fails_says_why_and_the_next_slot_comes(job):
    def fail():
        raise ValueError("no paper")

    job(run=fail, minutes=5)
    periodicrun.tick(NOON)
    run_all()

    assert PeriodicRun.objects.get().error == "ValueError: no paper"
    periodicrun.tick(NOON + timedelta(minutes=5))
    assert len(waiting()) == 1


@pytest.mark.django_db
def test_old_slots_go_but_the_last_of_each_job_stays(job):
    job(minutes=5)
    for name in ("test", "rare"):
        for days in (10, 9, 8):
            PeriodicRun.objects.create(job=name, slot=NOON - timedelta(days=days), state="done")
    PeriodicRun.objects.create(job="test", slot=NOON, state="done")

    assert periodicrun.prune(NOON) == 5
    assert sorted(PeriodicRun.objects.values_list("job", "slot")) == [
        ("rare", NOON - timedelta(days=8)),
        ("test", NOON),
    ]


def test_slots_are_counted_in_utc():
    job = Periodic("x", timedelta(hours=6), "once", None)

    assert job.slot(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == datetime(2026, 3, 29, tzinfo=UTC)
