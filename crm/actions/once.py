"""A form sent twice does its work once."""

from django.db import IntegrityError, transaction

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
