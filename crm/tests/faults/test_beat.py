"""Clocks that die and clocks that are two: the next slot comes in time, and each once."""

import pytest
from django.db.models import Count

from crm import tasks  # noqa: F401 (declares them)
from crm.actions import periodicrun
from crm.models import PeriodicRun
from crm.tests.faults.processes import fleet, within

pytestmark = pytest.mark.slow


def slots(state="done"):
    return PeriodicRun.objects.filter(job="crm.tasks.follow_history", state=state).count()


@pytest.mark.django_db
def test_a_clock_that_ticks_twice_in_a_slot_writes_it_once():
    for __ in range(2):
        periodicrun.tick()

    assert PeriodicRun.objects.filter(job="crm.tasks.follow_history").count() == 1


def test_two_clocks_and_two_workers_run_each_slot_once_and_one_may_die(committed, tmp_path):
    with fleet(tmp_path) as (ships, __):
        first, __ = ships.beat(), ships.beat()
        ships.worker()
        ships.worker()
        within(60, slots)
        ships.kill(first)
        before = slots()
        took = within(90, lambda: slots() > before)
        print(f"next slot {took:.0f} s after the kill")

        twice = PeriodicRun.objects.values("job", "slot").annotate(times=Count("pk")).filter(times__gt=1)
        assert not twice.exists()
        assert set(PeriodicRun.objects.filter(state="done").values_list("attempts", flat=True)) == {1}


def test_when_the_only_clock_is_killed_and_started_again_the_next_slot_comes_within_90_seconds(committed, tmp_path):
    with fleet(tmp_path) as (ships, __):
        beat = ships.beat()
        ships.worker()
        within(60, slots)
        ships.kill(beat)
        before = slots()
        ships.beat()

        took = within(90, lambda: slots() > before)
        print(f"next slot {took:.0f} s after the kill")
