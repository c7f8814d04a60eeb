"""The database server as a whole is stopped at once and started again, while mail goes out."""

import time

import pytest

from crm.models import Message, PeriodicRun
from crm.tests.faults.cluster import even_after_a_crash
from crm.tests.faults.processes import fleet, ledger_fault, states, within
from crm.tests.outbox import queued

pytestmark = pytest.mark.slow


def test_a_database_that_is_stopped_at_once_and_comes_back_loses_no_mail_and_repeats_none(own_server, tmp_path):
    with fleet(tmp_path) as (ships, sink):
        for number in range(120):
            queued("somebody@norte.example", f"k{number}")
        ships.beat()
        ships.worker()
        for least in (3, 30):
            within(60, lambda least=least: len(sink.taken) >= least)
            own_server.stop()
            time.sleep(2)
            own_server.start()
        back = time.monotonic()
        within(60, even_after_a_crash(lambda: not Message.objects.waiting().exists()))
        print(f"all sent {time.monotonic() - back:.0f} s after it came back")

        assert ledger_fault(sink) == ""
        # Each of the two hands of the worker may have held one letter at each of the two crashes.
        assert states().get("uncertain", 0) <= 4
        assert sum(states().values()) == 120


def test_what_comes_every_minute_goes_on_within_90_seconds_of_the_databases_return(own_server, tmp_path):
    def slots():
        return PeriodicRun.objects.filter(state="done", job="crm.tasks.follow_history").count()

    with fleet(tmp_path) as (ships, __):
        ships.beat()
        ships.worker()
        within(60, slots)
        own_server.stop()
        time.sleep(5)
        own_server.start()
        before = slots()
        took = within(90, even_after_a_crash(lambda: slots() > before))
        print(f"next slot {took:.0f} s after it came back")
