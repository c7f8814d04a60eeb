"""`Idempotency-Key`: the same request sent twice does its work once and gets the same answer."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from crm.actions import idempotencykey as keys
from crm.api.faults import KeyReused

MAX_LENGTH = 120


def once(request, answer) -> Response:
    """The answer kept under the request's key, else `answer()`, kept in the transaction of its own work.

    A refusal rolls back the claim with everything else, so a corrected request may use the key again.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return answer()
    if not 1 <= len(key) <= MAX_LENGTH or not key.isprintable():
        raise ValidationError({"Idempotency-Key": [_("Use 1 to %(most)s characters.") % {"most": MAX_LENGTH}]})
    with transaction.atomic():
        fingerprint = _fingerprint(request)
        claimed = keys.claim(request.user, key, fingerprint)
        if claimed.status is not None:
            return _kept(claimed, fingerprint)
        response = answer()
        keys.keep(
            claimed, status=response.status_code, body=json.loads(JSONRenderer().render(response.data) or "null")
        )
        return response


def _kept(claimed, fingerprint) -> Response:
    if claimed.fingerprint != fingerprint:
        raise KeyReused
    return Response(claimed.body, status=claimed.status, headers={"Idempotency-Replayed": "true"})


def _fingerprint(request) -> str:
    content = json.dumps([request.method, request.get_full_path(), request.data], sort_keys=True, default=_file)
    return hashlib.sha256(content.encode()).hexdigest()


def _file(upload) -> list[str]:
    """A file in a form stands for its name and its bytes."""
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return [upload.name, found.hexdigest()]
