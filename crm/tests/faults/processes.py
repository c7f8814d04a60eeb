"""Workers and clocks as real processes, on the database of the test and a broker of their own, to be killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import unquote

import redis
from django.conf import settings

from crm.celery import app
from crm.models import Message
from crm.tests.database import database_url
from crm.tests.sink import started

# Far from what a run of the house uses; each worker of pytest-xdist has its own, or they would do each other's work.
BROKER_NUMBER = 15 - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8


def broker_url() -> str:
    base = settings.REDIS_URL
    if base.startswith("redis+socket"):
        return f"{base.partition('?')[0]}?virtual_host={BROKER_NUMBER}"
    return f"{base.rsplit('/', 1)[0]}/{BROKER_NUMBER}"


class Fleet:
    """worker(), beat(): start one; kill() ends one as a power cut would. All are gone in the end."""

    def __init__(self, folder, mail_port):
        self.folder, self.running = folder, []
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "crm.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": broker_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "LOG_LEVEL": "ERROR",
            # In the mode of tests mail goes nowhere.
            "NORTE_MODE": "embedded",
        }

    def start(self, *arguments):
        command = [sys.executable, *arguments]
        log = (self.folder / f"{len(self.running)}.log").open("wb")
        one = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        self.running.append(one)
        return one

    def worker(self):
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self.start("-m", "celery", "-A", "crm", "worker", "--pool", "threads", "--concurrency", "2", *quiet)

    def beat(self):
        schedule = self.folder / f"schedule-{len(self.running)}"
        return self.start("-m", "celery", "-A", "crm", "beat", "--schedule", str(schedule), "--pidfile", "")

    def kill(self, one):
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()

    def end(self):
        for one in self.running:
            if one.poll() is None:
                self.kill(one)


@contextmanager
def fleet(folder, script=()):
    """(fleet, sink): processes, and the mail server they send to."""
    sink, controller = started(script)
    broker().flushdb()
    ships = Fleet(folder, controller.port)
    before = app.conf.broker_url
    app.conf.broker_url = broker_url()
    try:
        with app.connection_for_write(broker_url()):
            yield ships, sink
    finally:
        ships.end()
        app.conf.broker_url = before
        controller.stop(no_assert=True)
        broker().flushdb()


def broker():
    url = settings.REDIS_URL
    if url.startswith("redis+socket"):
        path = unquote(url.partition("//")[2].partition("?")[0])
        return redis.Redis(unix_socket_path=path, db=BROKER_NUMBER)
    return redis.Redis.from_url(broker_url())


def states() -> dict[str, int]:
    found = {}
    for state in Message.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def ledger_fault(sink) -> str:
    """Empty when the books agree: what is sent was taken once, what is uncertain at most once, the rest never."""
    times = {}
    for __, mail in sink.taken:
        times[mail["Message-ID"]] = times.get(mail["Message-ID"], 0) + 1
    for message in Message.objects.all():
        taken = times.pop(message.message_id, 0)
        allowed = {"sent": {1}, "uncertain": {0, 1}}.get(message.state, {0})
        if taken not in allowed:
            return f"{message.state} message {message.pk} was taken {taken} times"
    return f"taken but unknown: {times}" if times else ""


def within(seconds, condition) -> float:
    """How long it took until it was so; fails when it takes longer."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s: {states()}")
