"""Personal tokens: `Authorization: Bearer norte_…`, and how far one reaches."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission

from crm.models import ApiToken

USE_IS_NOTED_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """Answers with (user, token); an expired or revoked token, or one of a person who left, is none."""

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        token = ApiToken.objects.holding(words[1].decode("latin-1")).first() if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This token is not valid. It may have expired or been revoked."))
        _note_use(token)
        if token.user.language:
            translation.activate(token.user.language)
        return token.user, token

    def authenticate_header(self, request):
        return 'Bearer realm="Norte"'


def _note_use(token):
    """At most once a minute, so that reading through the API does not become writing."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class MayUseApi(BasePermission):
    """The token's own limits first, then the person's right to the action at all; rows are scoped later."""

    def has_permission(self, request, view):
        if not request.user or not request.user.is_authenticated:
            return False
        model = getattr(view, "model", None)
        if isinstance(request.auth, ApiToken):
            _check_token(request, model)
        if model is not None and view.is_guarded and not request.user.access.may(view.right(), model):
            raise PermissionDenied(_("Your role does not allow this."))
        return True


def _check_token(request, model):
    token = request.auth
    if request.method not in SAFE_METHODS and token.scope != "write":
        raise PermissionDenied(_("This token may only read."))
    if token.records and model is not None and not _kinds(model) & set(token.records):
        raise PermissionDenied(_("This token does not reach this kind of record."))


def _kinds(model) -> set[str]:
    """The record itself, and the one whose rights it borrows: lines go with their opportunity."""
    borrowed = getattr(model, "access_model", lambda: model)()
    return {model._meta.label_lower, borrowed._meta.label_lower}
