"""Mail while workers, broker, database and mail server fail: nothing lost, nothing twice, the books agree."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from crm.actions import mail
from crm.models import Message, PeriodicRun
from crm.tests.faults.processes import broker, fleet, ledger_fault, states, within
from crm.tests.outbox import queued
from crm.tests.sink import Sink, Stalling

pytestmark = pytest.mark.slow

AFTER_THE_ANSWER = """
import django, time
django.setup()
from crm import smtp
from crm.actions import mail
real = smtp.Courier.finish
def finish(self):
    real(self)
    print("taken", flush=True)
    time.sleep(60)
smtp.Courier.finish = finish
mail.deliver({pk})
"""


@pytest.mark.django_db
def test_the_books_would_show_what_was_lost_or_came_twice():
    first, second = many(2)
    sink = Sink()
    Message.objects.update(state="sent")
    assert ledger_fault(sink) == f"sent message {second.pk} was taken 0 times"

    sink.taken = [([], {"Message-ID": one.message_id}) for one in (first, second, second)]
    assert ledger_fault(sink) == f"sent message {second.pk} was taken 2 times"
    Message.objects.update(state="queued")
    sink.taken.pop()
    assert ledger_fault(sink).startswith("queued message")


def many(count):
    return [queued("somebody@norte.example", f"k{number}") for number in range(count)]


def is_over():
    return not Message.objects.waiting().exists()


def test_a_worker_killed_in_the_middle_of_a_text_costs_less_than_a_minute(committed, tmp_path):
    """The server keeps it waiting for the third answer; what was under way is uncertain, all else goes out."""
    with fleet(tmp_path, ["", "", "hang"]) as (ships, sink):
        many(30)
        ships.beat()
        worker = ships.worker()
        within(40, lambda: len(sink.taken) == 3)
        ships.kill(worker)
        ships.worker()
        took = within(60, is_over)

        assert ledger_fault(sink) == ""
        assert states() == {"sent": 29, "uncertain": 1}
        print(f"recovered {took:.0f} s after the kill")


def test_a_worker_killed_before_the_server_said_a_word_loses_nothing(committed, tmp_path):
    with fleet(tmp_path) as (ships, sink), Stalling("banner") as stalling:
        port, ships.environment["EMAIL_URL"] = ships.environment["EMAIL_URL"], f"smtp://127.0.0.1:{stalling.port}"
        many(5)
        ships.beat()
        worker = ships.worker()
        within(40, lambda: states().get("sending"))
        ships.kill(worker)
        ships.environment["EMAIL_URL"] = port
        ships.worker()
        within(60, is_over)

        assert ledger_fault(sink) == ""
        assert states() == {"sent": 5}


def test_a_worker_killed_between_the_answer_and_its_note_leaves_it_uncertain_and_never_sends_it_twice(
    committed, tmp_path
):
    with fleet(tmp_path) as (ships, sink):
        first, *__ = many(3)
        code = AFTER_THE_ANSWER.format(pk=first.pk)
        dying = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env=ships.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert dying.stdout.readline().strip() == "taken"
        os.kill(dying.pid, signal.SIGKILL)
        dying.wait()
        ships.beat()
        ships.worker()
        within(60, is_over)

        assert ledger_fault(sink) == ""
        assert states() == {"sent": 2, "uncertain": 1}
        first.refresh_from_db()
        assert first.state == "uncertain"


def test_workers_killed_again_and_again_lose_nothing_and_repeat_nothing(committed, tmp_path):
    chance = random.Random(4)
    with fleet(tmp_path) as (ships, sink):
        many(300)
        ships.beat()
        for __ in range(5):
            worker = ships.worker()
            began = len(sink.taken)
            within(60, lambda began=began: len(sink.taken) > began or is_over())
            time.sleep(chance.uniform(0, 0.7))
            ships.kill(worker)
        ships.worker()
        within(90, is_over)

        assert ledger_fault(sink) == ""
        assert states().get("uncertain", 0) <= 5
        assert sum(states().values()) == 300


def test_a_broker_that_forgets_everything_loses_nothing(committed, tmp_path):
    with fleet(tmp_path) as (ships, sink):
        many(60)
        ships.beat()
        ships.worker()
        within(40, lambda: len(sink.taken) > 2)
        for __ in range(3):
            broker().flushdb()
            time.sleep(0.5)
        Message.objects.filter(state="queued").update(due_at=Message.objects.first().created_at)
        within(60, is_over)

        assert ledger_fault(sink) == ""
        assert states() == {"sent": 60}


def test_a_database_that_ends_every_connection_loses_nothing(committed, tmp_path):
    with fleet(tmp_path) as (ships, sink):
        many(80)
        ships.beat()
        ships.worker()
        within(40, lambda: len(sink.taken) > 2)
        for __ in range(3):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            time.sleep(1)
        within(75, is_over)

        assert ledger_fault(sink) == ""
        assert states().get("uncertain", 0) <= 3
        assert sum(states().values()) == 80


def test_every_way_a_server_can_answer_ends_in_the_books(committed, tmp_path):
    script = ["451 later", "550 no such box", "", "552 too large", "421 closing", "die", "", "450 busy"]
    with fleet(tmp_path, script) as (ships, sink):
        many(8)
        ships.beat()
        ships.worker()
        within(60, lambda: states() == {"sent": 2, "failed": 2, "uncertain": 1, "queued": 3})

        assert ledger_fault(sink) == ""
        Message.objects.filter(state="queued").update(due_at=Message.objects.first().created_at)
        within(45, is_over)
        assert ledger_fault(sink) == ""
        assert states() == {"sent": 5, "failed": 2, "uncertain": 1}


def test_a_server_that_stalls_holds_up_no_other_work(committed, tmp_path):
    """One worker with two hands: one waits for the mail server, the other does what else there is."""
    with Stalling("banner") as stalling, fleet(tmp_path) as (ships, __):
        ships.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{stalling.port}"
        many(20)
        ships.beat()
        ships.worker()
        within(40, lambda: states().get("sending"))
        began = PeriodicRun.objects.filter(state="done").count()
        within(50, lambda: PeriodicRun.objects.filter(state="done").count() > began)
        assert states().get("sending", 0) <= 1
        assert mail.DEADLINE <= 30
