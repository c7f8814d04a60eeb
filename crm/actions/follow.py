"""Reading the history reliably: every entry once, in order, whichever path wrote it, and none that commits late.

An entry's number is given before its transaction commits, so numbers alone would skip what commits late. A follower
reads by (transaction, entry), and only below the oldest transaction still under way: there nothing comes
any more. Its place is moved in the transaction of what it does, so that a killed worker neither loses nor repeats.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from crm.jobs import enqueue
from crm.models import Follower, HistoryEntry

log = logging.getLogger(__name__)

# An entry that failed so often by itself is passed over, and kept in the log.
MOST_FAILURES = 5
# What committed a moment ago may have to wait for an older transaction.
PATIENCE, PAUSE = 2.0, 0.1

FOLLOWERS: dict[str, "Registered"] = {}
TASK = "crm.tasks.follow_history"

# Transactions of other databases on the same server write nothing here: they hold up nobody.
HORIZON = """
    SELECT least(
            (
                SELECT min(one::text::bigint) FROM pg_snapshot_xip(now_running) AS one
                WHERE NOT EXISTS (
                    SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
                    WHERE locktype = 'transactionid' AND transactionid = one::xid AND mode = 'ExclusiveLock'
                        AND datid <> (SELECT oid FROM pg_database WHERE datname = current_database())
                )
            ),
            pg_current_xact_id_if_assigned()::text::bigint,
            pg_snapshot_xmax(now_running)::text::bigint
        ),
        pg_snapshot_xmax(now_running)::text::bigint
    FROM (SELECT pg_current_snapshot() AS now_running OFFSET 0) AS snapshot"""


@dataclass(frozen=True)
class Registered:
    name: str
    handle: Callable
    size: int


def follow(name: str, handle_batch: Callable, size: int = 500):
    """Call `handle_batch(entries)` with all that is written from now on, as an app starts.

    It runs in the transaction that moves the follower's place: what it writes happens once. It must enqueue what
    reaches beyond the database. An entry it fails on again and again is tried alone and then passed over.
    """
    FOLLOWERS[name] = Registered(name, handle_batch, size)


def wake():
    """Once this transaction is committed, followers read on; asked for as often as one likes, sent once."""
    if FOLLOWERS and not any(getattr(one, "args", ())[:1] == (TASK,) for __, one, *__ in connection.run_on_commit):
        enqueue("crm.tasks.follow_history")


def consume_all() -> int:
    """Let every follower read to the end; returns how many entries were dealt with."""
    return sum(consume(name) for name in list(FOLLOWERS))


def consume(name: str, patience: float = PATIENCE) -> int:
    """Read on to the end; returns how many entries were dealt with. Where another worker is at it, it reads on."""
    registered, count, one_by_one = FOLLOWERS[name], 0, 0
    until = time.monotonic() + patience
    while True:
        try:
            with transaction.atomic():
                step = _step(registered, 1 if one_by_one else registered.size)
        except Failed as failed:
            if failed.size == 1:
                _note_failure(name, failed.__cause__)
                return count
            # One of them is at fault: the others must not wait for it.
            one_by_one = failed.size
            continue
        count += step.done
        one_by_one = max(0, one_by_one - step.done)
        if step.done:
            continue
        if not step.is_behind or time.monotonic() > until:
            return count
        time.sleep(PAUSE)


@dataclass(frozen=True)
class Step:
    """`is_behind`: there is more, which could not be read yet."""

    done: int = 0
    is_behind: bool = False


class Failed(Exception):  # noqa: N818
    def __init__(self, size):
        self.size = size


def _step(registered, size) -> Step:
    place = _place(registered.name)
    if place is None:
        return Step(is_behind=True)
    lowest, next_one = _horizon()
    if place.transaction >= next_one:
        _begin_anew(place, next_one)
    entries = _next(place, lowest, 1 if place.failures else size)
    if not entries:
        return Step(is_behind=HistoryEntry.objects.filter(transaction__gte=lowest).exists())
    if place.failures < MOST_FAILURES:
        _handle(registered, entries)
    else:
        log.error("the follower %s passed over entry %s: %s", place.name, entries[0].pk, place.error)
    last = entries[-1]
    Follower.objects.filter(pk=place.pk).update(
        transaction=last.transaction, entry=last.pk, failures=0, moved_at=timezone.now()
    )
    return Step(len(entries))


def _handle(registered, entries):
    try:
        registered.handle(entries)
    except (OperationalError, InterfaceError):
        # The database was away or busy, no fault of these entries.
        raise
    except Exception as error:
        raise Failed(len(entries)) from error


def _place(name) -> Follower | None:
    """The follower's row, held; None while another worker holds it. A new one begins at the present."""
    if not Follower.objects.filter(name=name).exists():
        lowest, __ = _horizon()
        Follower.objects.bulk_create([Follower(name=name, transaction=lowest - 1)], ignore_conflicts=True)
    return Follower.objects.select_for_update(skip_locked=True).filter(name=name).first()


def _horizon() -> tuple[int, int]:
    """(the oldest transaction under way, the next one to begin)."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        return cursor.fetchone()


def _next(place, lowest, size) -> list:
    """The rest of the transaction it stands in, then those after it: each a stretch of one index."""
    entries = HistoryEntry.objects.filter(pk__gt=place.floor).order_by("transaction", "pk")
    found = []
    if place.transaction < lowest:
        found = list(entries.filter(transaction=place.transaction, pk__gt=place.entry)[:size])
    later = entries.filter(transaction__gt=place.transaction, transaction__lt=lowest)
    return found + list(later[: size - len(found)]) if len(found) < size else found


def _begin_anew(place, next_one):
    """The history came from another server, whose transactions had higher numbers than this one's."""
    old = HistoryEntry.objects.filter(transaction__gte=next_one).order_by("-pk").values_list("pk", flat=True).first()
    place.transaction, place.entry, place.floor = 0, 0, old or 0
    place.save(update_fields=["transaction", "entry", "floor"])


def _note_failure(name, error):
    log.error("the follower %s failed: %s", name, error, exc_info=error)
    Follower.objects.filter(name=name).update(
        failures=F("failures") + 1, error=f"{type(error).__name__}: {error}"[:300]
    )
