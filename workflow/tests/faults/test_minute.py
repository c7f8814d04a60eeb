"""What comes every minute, and what it leads to, while workers, clock, broker and database die: all of it, once."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.utils import timezone

from conftest import person
from crm.actions.follow import consume
from crm.models import Company, Message, Notice, Team
from crm.tests.factories import CompanyFactory
from crm.tests.faults.cluster import even_after_a_crash
from crm.tests.faults.processes import broker, fleet, ledger_fault, within
from workflow.models import RuleRun, Task
from workflow.tests.factories import TaskFactory
from workflow.tests.ruled import TASK, rule

pytestmark = pytest.mark.slow

IN_THE_MIDDLE = """
import django, time
django.setup()
from workflow.actions import lateness, tasklateness
real = lateness.notify_many
def notify_many(*args, **options):
    real(*args, **options)
    print("told", flush=True)
    time.sleep(60)
lateness.notify_many = notify_many
tasklateness.sweep()
"""


def staff():
    """(somebody who works, somebody who administers), in the database in use."""
    team = Team.objects.create(name="South")
    return person("Ana Melo", team, "seller"), person("Dora Paz", team, "administrator")


def due_soon(owner, count):
    """Tasks whose reminder of an hour before is due now."""
    for number in range(count):
        TaskFactory(title=f"T{number}", owner=owner, due_at=timezone.now() + datetime.timedelta(minutes=40))
    Task.objects.update(next_notice_at=timezone.now() - datetime.timedelta(hours=2))


def reminded():
    return Counter(Notice.objects.filter(kind="task_due_soon").values_list("record_id", flat=True))


def all_is_mailed():
    """Nothing waits to be written into a mail, and no mail waits to be sent."""
    waiting = Notice.objects.filter(mail_after__isnull=False, message=None, dropped="")
    return not waiting.exists() and not Message.objects.waiting().exists()


def test_a_sweep_killed_after_it_told_and_before_it_was_kept_is_done_again_and_tells_once(own_server, tmp_path):
    ana, __ = staff()
    due_soon(ana, 300)
    with fleet(tmp_path) as (ships, sink):
        dying = subprocess.Popen(
            [sys.executable, "-c", IN_THE_MIDDLE],
            cwd=settings.BASE_DIR,
            env=ships.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert dying.stdout.readline().strip() == "told"
        os.kill(dying.pid, signal.SIGKILL)
        dying.wait()
        assert not reminded()
        ships.beat()
        ships.worker()
        took = within(90, lambda: len(reminded()) == 300)
        print(f"all told {took:.0f} s after the kill")
        within(120, all_is_mailed)

        assert set(reminded().values()) == {1}
        assert ledger_fault(sink) == ""
        assert {mail["To"] for __, mail in sink.taken} == {ana.email}


def test_reminders_and_automations_come_once_each_though_everything_dies_in_turn(own_server, tmp_path):
    ana, dora = staff()
    consume("automations")
    consume("task notices")
    made = rule(dora, Company, steps=[TASK])
    with fleet(tmp_path) as (ships, sink):
        clock, worker = ships.beat(), ships.worker()
        due_soon(ana, 120)
        for number in range(80):
            CompanyFactory(owner=ana, name=f"C{number}")
        within(60, lambda: RuleRun.objects.filter(state="done").count() >= 5)
        ships.kill(worker)
        broker().flushdb()
        worker = ships.worker()
        killed = time.monotonic()
        within(60, lambda: RuleRun.objects.filter(state="done").count() >= 25)
        print(f"a new worker was at it {time.monotonic() - killed:.0f} s after the kill")
        own_server.stop()
        ships.kill(clock)
        time.sleep(2)
        own_server.start()
        ships.beat()
        back = time.monotonic()
        done = even_after_a_crash(lambda: RuleRun.objects.filter(rule=made, state="done").count() == 80)
        within(90, done)
        within(90, lambda: len(reminded()) >= 120)
        print(f"all done {time.monotonic() - back:.0f} s after the database came back")
        within(150, all_is_mailed)

        welcomed = Counter(Task.objects.filter(title__startswith="Welcome").values_list("title", flat=True))
        assert welcomed == Counter({f"Welcome C{number}": 1 for number in range(80)})
        assert RuleRun.objects.count() == 80
        assert set(reminded().values()) == {1}
        assert ledger_fault(sink) == ""
