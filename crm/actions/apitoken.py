"""Keys to the REST API: made and taken back by the person they act for."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from crm.actions.history import action, record
from crm.models import ApiToken
from crm.models.apitoken import digest


@action
def issue(*, by, name: str, scope="read", expires_at=None, records=()) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown once and never kept."""
    secret = ApiToken.new_secret()
    token = ApiToken(
        user=by,
        name=name,
        scope=scope,
        expires_at=expires_at,
        records=list(records),
        prefix=secret[:12],
        digest=digest(secret),
    )
    token.full_clean()
    token.save()
    record(by, "token_issued", by=by, name=name, scope=scope)
    return token, secret


@action
def revoke(token: ApiToken, *, by):
    """The token dies at its next request."""
    if token.user_id != by.pk and not by.access.covers("change", token.user):
        raise PermissionDenied
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        record(token.user, "token_revoked", by=by, name=token.name)


@action
def revoke_all(user, *, by) -> int:
    """Every living token of a person; returns how many there were."""
    count = ApiToken.objects.alive().filter(user=user).update(revoked_at=timezone.now())
    if count:
        record(user, "token_revoked", by=by, count=count)
    return count
