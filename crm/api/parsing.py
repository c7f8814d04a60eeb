"""JSON in: bounded, strict, and only texts that PostgreSQL can keep."""

import json
import math

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from crm.api.faults import TooLarge


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        raw = stream.read(settings.API_BODY_LIMIT + 1)
        if len(raw) > settings.API_BODY_LIMIT:
            raise TooLarge
        try:
            data = json.loads(raw.decode(), parse_float=_finite, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise ParseError(_("This is not valid JSON.")) from None
        check_texts(data)
        return data


def _finite(text):
    if math.isinf(number := float(text)):
        raise ValueError(text)
    return number


def _refuse(text):
    raise ValueError(text)


def check_texts(data):
    """ParseError for NUL and lone surrogates, which no text in the database may hold."""
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and not is_storable(one):
            raise ParseError(_("A text holds characters that cannot be kept."))


def is_storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
