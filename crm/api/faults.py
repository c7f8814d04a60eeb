"""Faults the API knows beside those of REST framework."""

from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("This request is too large.")
    default_code = "too_large"


class KeyReused(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = gettext_lazy("This idempotency key was used for another request.")
    default_code = "idempotency_key_reused"


class Clash(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = gettext_lazy("There is such an entry already.")
    default_code = "conflict"


class LikelyDuplicate(Clash):
    """Raised, it takes the claim on an idempotency key back with it: the key serves for the answer."""

    default_detail = gettext_lazy(
        "This is probably there already. Send it again with ?allow_duplicates=true to go on."
    )
    default_code = "likely_duplicate"

    def __init__(self, candidates: list[dict]):
        super().__init__()
        self.details = {"candidates": candidates}


class Busy(Clash):
    default_detail = gettext_lazy("Another request is changing the same record. Try again.")
    default_code = "busy"
    wait = 1


class Unexpected(exceptions.APIException):
    default_detail = gettext_lazy("Something went wrong on our side. The administrators were told.")
    default_code = "server_error"
