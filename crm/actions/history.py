"""Who acts, and what is written about it."""

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from crm.actions.follow import wake
from crm.cache import note_write
from crm.models import HistoryEntry
from crm.signals import recorded


class Acting(NamedTuple):
    """What the triggers are told, as the texts PostgreSQL keeps settings in."""

    actor: str = ""
    cause: str = ""
    moment: str = ""


_current: ContextVar[Acting] = ContextVar("acting", default=Acting())  # noqa: B039 - immutable


def acting_now() -> Acting:
    """Who acts, by way of what, and when it happened; empty texts outside acting()."""
    return _current.get()


def moment_of_act() -> datetime:
    """When what is done here happens: the past moment of acting(at=…), else now."""
    return parse_datetime(acting_now().moment) or timezone.now()


def _tell_database(acting: Acting):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('norte.actor', %s, true), set_config('norte.cause', %s, true),"
            " set_config('norte.moment', %s, true)",
            acting,
        )


@contextmanager
def acting(by, *, cause: str | None = None, at=None):
    """One transaction in which the history triggers know the actor; `by=None` is Norte itself.

    `cause` names the way it came ("import 12", "api"), `at` is a past moment it happened at; inside
    another acting() both are inherited.
    """
    outer = _current.get()
    inner = Acting(
        str(by.pk) if by else "",
        outer.cause if cause is None else cause,
        at.isoformat() if at else outer.moment,
    )
    token = _current.set(inner)
    try:
        with transaction.atomic():
            _tell_database(inner)
            transaction.on_commit(note_write)
            wake()
            yield
            if connection.in_atomic_block and not connection.needs_rollback:
                _tell_database(outer)
    finally:
        _current.reset(token)


def action(function):
    """Marks a verb: `function(record, *, by, …)` runs in one transaction, its history signed by `by`."""

    @functools.wraps(function)
    def verb(*args, by, **arguments):
        with acting(by):
            return function(*args, by=by, **arguments)

    return verb


def record(subject, verb: str, *, by, occurred_at=None, **details) -> HistoryEntry:
    """Write that something happened to `subject`, and tell who listens once it is committed."""
    now = _current.get()
    entry = HistoryEntry(
        record_type=ContentType.objects.get_for_model(subject),
        record_id=subject.pk,
        verb=verb,
        details=details,
        actor=by,
        cause=now.cause,
        occurred_at=occurred_at or moment_of_act(),
        transaction=_transaction_id(),
    )
    entry.save(force_insert=True)
    transaction.on_commit(functools.partial(recorded.send, sender=type(subject), entry=entry))
    return entry


def _transaction_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]
