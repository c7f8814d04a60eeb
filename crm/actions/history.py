"""Who acts, and what is written about it."""

import functools
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from crm.models import HistoryEntry
from crm.signals import recorded

_current: ContextVar[tuple[str, str]] = ContextVar("acting", default=("", ""))


def _tell_database(actor: str, cause: str):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('norte.actor', %s, true), set_config('norte.cause', %s, true)", [actor, cause]
        )


@contextmanager
def acting(by, *, cause: str | None = None):
    """One transaction in which the history triggers know the actor; `by=None` is Norte itself.

    `cause` names the way it came ("import 12", "api"); inside another acting() it is inherited.
    """
    outer = _current.get()
    inner = (str(by.pk) if by else "", outer[1] if cause is None else cause)
    token = _current.set(inner)
    try:
        with transaction.atomic():
            _tell_database(*inner)
            yield
            if connection.in_atomic_block and not connection.needs_rollback:
                _tell_database(*outer)
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
    entry = HistoryEntry(
        record_type=ContentType.objects.get_for_model(subject),
        record_id=subject.pk,
        verb=verb,
        details=details,
        actor=by,
        cause=_current.get()[1],
        occurred_at=occurred_at or timezone.now(),
        transaction=_transaction_id(),
    )
    entry.save(force_insert=True)
    transaction.on_commit(functools.partial(recorded.send, sender=type(subject), entry=entry))
    return entry


def _transaction_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]
