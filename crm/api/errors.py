"""Every error in one shape: {"error": {"code", "message", "fields", "request_id"}}."""

import logging

import structlog
from django.core import exceptions as django_errors
from django.core.signals import got_request_exception
from django.db import IntegrityError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from crm.api.faults import Busy, Clash, Unexpected
from crm.exceptions import Conflict

log = logging.getLogger(__name__)

LOCK_NOT_AVAILABLE = "55P03"


def handle(error, context) -> Response:
    """REST framework's exception handler: no exception leaves the API in another shape."""
    known = _known(error)
    if known is None:
        request = context["request"]._request
        log.exception("API request failed", exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=request)
        known = Unexpected()
    set_rollback()
    headers = {}
    if getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = known.auth_header
    if getattr(known, "wait", None):
        headers["Retry-After"] = str(int(known.wait))
    return Response(body(known, **getattr(known, "details", {})), status=known.status_code, headers=headers)


def _known(error):
    """The same fault as an APIException, None for one that nobody expected."""
    match error:
        case exceptions.APIException():
            return error
        case Http404() | django_errors.ObjectDoesNotExist():
            return exceptions.NotFound()
        case django_errors.PermissionDenied():
            return exceptions.PermissionDenied(str(error) or None)
        case django_errors.ValidationError():
            detail = error.message_dict if hasattr(error, "error_dict") else error.messages
            return exceptions.ValidationError(detail)
        case Conflict():
            return Clash(_("Somebody changed this record since you read it."))
        case django_errors.SuspiciousOperation():
            return exceptions.ParseError(_("This address cannot be read."))
        case IntegrityError():
            return Clash()
        case OperationalError() if getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE:
            return Busy()
    return None


def body(error: exceptions.APIException, **details) -> dict:
    """The one shape; `fields` maps a field's path to its messages and is empty for other faults."""
    fields, others = flat(error.detail) if isinstance(error, exceptions.ValidationError) else ({}, [error.detail])
    content = {
        "code": _code(error),
        "message": " ".join(map(str, others)) or _("Some fields need attention."),
        "fields": fields,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    return {"error": content | details}


def _code(error) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def flat(detail, path="") -> tuple[dict[str, list[str]], list[str]]:
    """Nested messages as {"custom.size": [...]}, and those about no field."""
    if isinstance(detail, dict):
        fields, others = {}, []
        for name, inner in detail.items():
            is_general = name in ("non_field_errors", "__all__")
            more, rest = flat(inner, path if is_general else f"{path}.{name}".strip("."))
            fields, others = _joined(fields, more), others + rest
        return fields, others
    messages = (
        [str(one) for one in detail if not isinstance(one, (dict, list))] if isinstance(detail, list) else [detail]
    )
    fields, others = ({path: messages}, []) if path and messages else ({}, messages)
    for number, inner in enumerate(detail if isinstance(detail, list) else ()):
        if isinstance(inner, (dict, list)):
            more, rest = flat(inner, f"{path}.{number}".strip("."))
            fields, others = _joined(fields, more), others + rest
    return fields, others


def _joined(one: dict, other: dict) -> dict:
    return {name: [*one.get(name, []), *other.get(name, [])] for name in {**one, **other}}
