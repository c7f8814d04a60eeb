"""One worker at a time, without a lock that a dead machine would keep."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.actions import lease
from crm.models import Lease


@pytest.mark.django_db
def test_one_has_it_at_a_time_and_gives_it_back():
    with lease.held("test") as mine:
        with lease.held("test") as theirs, lease.held("other") as other:
            assert (mine, theirs, other) == (True, False, True)
        assert Lease.objects.filter(name="test").exists()
    with lease.held("test") as again:
        assert again


@pytest.mark.django_db
def test_what_a_dead_worker_held_is_free_when_its_time_is_over():
    Lease.objects.create(name="test", holder="dead", until=timezone.now() + timedelta(seconds=5))
    with lease.held("test") as mine:
        assert not mine
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    with lease.held("test") as mine:
        assert mine


def test_it_is_renewed_as_long_as_the_work_lasts(committed):
    with lease.held("test", seconds=1) as mine:
        time.sleep(1.6)
        with lease.held("test") as theirs:
            assert (mine, theirs) == (True, False)
    assert not Lease.objects.filter(name="test").exists()
