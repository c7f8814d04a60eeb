"""Measuring by several workers, and by one that dies in the middle."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection, transaction

from conftest import person
from crm.models import Message, Team
from crm.tests.database import database_url
from indicators import tasks
from indicators.actions import baseline as baselines
from indicators.models import CorrectiveAction, Indicator, Snapshot
from indicators.tests.story import earn, watched

DYING = """
import django, os, time
django.setup()
from indicators.actions import monitoring, snapshot
real = monitoring.act_on
def slow(*args):
    real(*args)
    print("measured", flush=True)
    time.sleep(60)
monitoring.act_on = slow
snapshot.measure(int(os.environ["INDICATOR"]))
"""


@pytest.fixture
def indicator(committed):
    seller = person("Ana Melo", Team.objects.create(name="Measured"), "seller")
    with transaction.atomic():
        made = watched(seller)
        baselines.freeze(made, by=None)
        earn(seller, [400] * 3, 1)
    return made


def told():
    return Snapshot.objects.count(), CorrectiveAction.objects.count(), Message.objects.count()


def test_four_workers_measure_once(indicator):
    def work(__):
        try:
            tasks.measure_indicator(indicator.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    periods = list(Snapshot.objects.filter(indicator=indicator).values_list("period_start", flat=True))
    assert len(periods) == len(set(periods)) > 12
    assert (CorrectiveAction.objects.count(), Message.objects.count()) == (1, 1)


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_sweep_does_it_all(indicator):
    settings_of = {"DJANGO_SETTINGS_MODULE": "crm.settings", "DATABASE_URL": database_url()}
    environment = os.environ | settings_of | {"INDICATOR": str(indicator.pk)}
    worker = subprocess.Popen(
        [sys.executable, "-c", DYING], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout.readline().strip() == "measured"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    wait_until_released(indicator)
    assert told() == (0, 0, 0)

    tasks.measure_indicator(indicator.pk)
    once = told()
    tasks.measure_indicator(indicator.pk)

    assert once[0] > 12
    assert told() == once == (once[0], 1, 1)


def wait_until_released(indicator):
    """The server notices within moments that nobody holds the row any more."""
    for __ in range(100):
        with transaction.atomic():
            if Indicator.objects.select_for_update(skip_locked=True).filter(pk=indicator.pk).exists():
                return
        time.sleep(0.1)
    raise AssertionError("the row is still held")


@pytest.mark.django_db
def test_a_sweep_hands_out_what_nobody_looked_at_today(ana, django_capture_on_commit_callbacks):
    made = watched(ana)

    with django_capture_on_commit_callbacks() as before:
        tasks.sweep_measurements()
    tasks.measure_indicator(made.pk)
    with django_capture_on_commit_callbacks() as after:
        tasks.sweep_measurements()

    assert [one.args[:2] for one in before] == [("indicators.tasks.measure_indicator", {"indicator_id": made.pk})]
    assert after == []
