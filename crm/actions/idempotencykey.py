"""Answers kept by idempotency key: claimed first, filled in the transaction that creates the record."""

from datetime import timedelta

from django.utils import timezone

from crm.models import IdempotencyKey

KEPT = timedelta(hours=24)


def claim(user, key: str, fingerprint: str) -> IdempotencyKey:
    """The row of this key, within the caller's transaction; `status` is None when the work is ours to do.

    Whoever comes second waits here for the first to commit, or takes its place when it rolled back.
    """
    mine = IdempotencyKey.objects.filter(user=user, key=key)
    mine.filter(created_at__lt=timezone.now() - KEPT).delete()
    IdempotencyKey.objects.bulk_create(
        [IdempotencyKey(user=user, key=key, fingerprint=fingerprint)], ignore_conflicts=True
    )
    return mine.get()


def keep(claimed: IdempotencyKey, *, status: int, body):
    IdempotencyKey.objects.filter(pk=claimed.pk).update(status=status, body=body)


def sweep() -> int:
    """Forget answers older than a day; returns how many."""
    count, __ = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return count
