"""What only one worker may do at a time, without a lock that a dead machine would keep."""

import logging
import secrets
import threading
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from crm.models import Lease

log = logging.getLogger(__name__)

TAKE = """
    INSERT INTO crm_lease (name, holder, until) VALUES (%(name)s, %(holder)s, %(until)s)
    ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
    WHERE crm_lease.until < %(now)s
    RETURNING holder"""


@contextmanager
def beating(beat, *, every: float):
    """Call `beat()` every so many seconds, in a thread with a connection of its own, until the block ends."""
    is_over = threading.Event()

    def work():
        try:
            while not is_over.wait(every):
                try:
                    beat()
                except DatabaseError as error:
                    log.warning("a lease was not renewed: %s", type(error).__name__)
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=work, daemon=True, name="heartbeat")
    thread.start()
    try:
        yield
    finally:
        is_over.set()


@contextmanager
def held(name: str, *, seconds: float = 20):
    """Whether this worker has it; it is renewed while the block runs and given back at its end."""
    holder = secrets.token_hex(16)
    if not _take(name, holder, seconds):
        yield False
        return
    try:
        with beating(lambda: _renew(name, holder, seconds), every=seconds / 4):
            yield True
    finally:
        _give_back(name, holder)


def _take(name, holder, seconds) -> bool:
    now = timezone.now()
    values = {"name": name, "holder": holder, "now": now, "until": now + timedelta(seconds=seconds)}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return cursor.fetchone() is not None


def _renew(name, holder, seconds):
    Lease.objects.filter(name=name, holder=holder).update(until=timezone.now() + timedelta(seconds=seconds))


def _give_back(name, holder):
    try:
        Lease.objects.filter(name=name, holder=holder).delete()
    except DatabaseError:
        log.warning("the lease %s waits for its end", name)
