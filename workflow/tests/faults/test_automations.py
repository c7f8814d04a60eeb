"""Real workers killed with -9 in the middle of automations: each run is done once, and all of it."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from crm.actions.follow import consume
from crm.models import Company, HistoryEntry
from crm.tests.database import database_url
from crm.tests.factories import CompanyFactory
from crm.tests.sink import until
from workflow.models import RuleRun, Task
from workflow.tests.ruled import TASK, rule

WORK = """
import django, time; django.setup()
from crm.actions.follow import consume
from workflow.actions import rulerun
while True:
    consume("automations", 0)
    while rulerun.run_next(): pass
    time.sleep(0.05)
"""


def start_worker():
    """Another process of this house, on the same test database."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "crm.settings", "DATABASE_URL": database_url()}
    return subprocess.Popen([sys.executable, "-c", WORK], env=environment, start_new_session=True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_killed_again_and_again_do_each_of_200_runs_exactly_once(dora):
    """Two real processes at a time, one of them killed with -9 every now and then."""
    consume("automations")
    found = rule(dora, Company, steps=[TASK, {"kind": "tag_add", "tags": ["seen"]}])
    workers, kills = [start_worker(), start_worker()], 0
    try:
        for number in range(200):
            CompanyFactory(owner=dora, name=f"C{number}")
        for done in (20, 60, 100, 140, 180):
            until(lambda least=done: RuleRun.objects.filter(state="done").count() >= least, 120)
            victim = workers.pop(0)
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()
            kills += 1
            workers.append(start_worker())
        begun = time.monotonic()
        until(lambda: RuleRun.objects.filter(state="done").count() == 200, 120)
        waited = time.monotonic() - begun
    finally:
        for worker in workers:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    assert kills == 5
    assert waited < 60, "what a killed worker held is done within a minute"
    assert RuleRun.objects.filter(rule=found).count() == 200
    titles = Counter(Task.objects.values_list("title", flat=True))
    assert titles == Counter({f"Welcome C{number}": 1 for number in range(200)})
    causes = HistoryEntry.objects.filter(verb="created", record_type__model="task").values_list("cause", flat=True)
    assert len(set(causes)) == 200
