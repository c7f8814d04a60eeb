"""A form sent twice does its work once."""

from django.apps import apps
from django.db import IntegrityError, transaction

from crm.actions import idempotencykey as answers
from crm.models import IdempotencyKey


def first_time(by, key: str) -> bool:
    """Whether this person's form with this key is sent for the first time; ask inside the action's transaction.

    A second sending waits for the first and then finds its key; if the first failed, its key went with it.
    """
    if not key:
        return True
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(user=by, key=f"form {key[:64]}", fingerprint="", status=200)
    except IntegrityError:
        return False
    return True


def once(by, key: str, make):
    """The record that `make()` saves; sent again under the same key, the record of the first time."""
    if not key:
        return make()
    with transaction.atomic():
        claimed = answers.claim(by, _page_key(key), "")
        if claimed.status is not None:
            return _record(claimed)
        record = make()
        answers.keep(claimed, status=200, body=[record._meta.label_lower, record.pk])
    return record


def made_before(by, key: str):
    """The record this person made under this key, None for a new key."""
    claimed = key and IdempotencyKey.objects.filter(user=by, key=_page_key(key), status__isnull=False).first()
    return _record(claimed) if claimed else None


def _page_key(key) -> str:
    return f"page {key[:64]}"


def _record(claimed):
    label, pk = claimed.body
    return apps.get_model(label)._base_manager.get(pk=pk)
