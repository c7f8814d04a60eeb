"""Which column is which field: by remembered mappings, by header in Portuguese and English, by the cells."""

import hashlib
import json

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from crm.models import ColumnMapping
from crm.transfer.fields import Emails
from crm.transfer.folding import plain, squeezed


def signature(columns) -> str:
    """One value for all files with these headers, however they are cased and spaced."""
    headers = [plain(column["header"]) for column in columns]
    while headers and headers[-1] in added_headers():
        headers.pop()
    return hashlib.sha256(json.dumps(headers).encode()).hexdigest()


def added_headers() -> set[str]:
    """What a file of refused rows has more than the file it came from."""
    words = set()
    for language, __ in settings.LANGUAGES:
        with translation.override(language):
            words |= {plain(_("Row")), plain(_("Reason"))}
    return words


def remembered(user, record, columns) -> dict | None:
    """How this person mapped these headers last; else how a colleague did."""
    found = ColumnMapping.objects.filter(record=record, signature=signature(columns)).order_by("-used_at")
    mapping = found.filter(owner=user).first() or found.first()
    return mapping.mapping if mapping else None


def suggested(columns, fields: dict) -> dict[str, str]:
    """{"0": "name", …}; columns that match nothing are left out, a single field is proposed once."""
    known = _known(fields)
    chosen, taken = {}, set()
    for find in (_exact, _within, _looking):
        for place, column in enumerate(columns):
            key = None if str(place) in chosen else find(column, known, fields)
            if key and (key not in taken or fields[key].is_list):
                chosen[str(place)] = key
                taken.add(key)
    return chosen


def _known(fields) -> dict[str, str]:
    """Every squeezed word of every field; earlier fields win."""
    known = {}
    for key, field in fields.items():
        words = [key, key.removeprefix("custom."), *field.words.split(",")]
        for language, __ in settings.LANGUAGES:
            with translation.override(language):
                words.append(str(field.label))
        for word in words:
            if squeezed(word):
                known.setdefault(squeezed(word), key)
    return known


def _exact(column, known, fields):
    return known.get(squeezed(column["header"]))


def _within(column, known, fields):
    """The longest known word that stands whole in the header: "E-mail do cliente"."""
    header = plain(column["header"]).split()
    runs = {"".join(header[i:j]) for i in range(len(header)) for j in range(i + 1, len(header) + 1)}
    found = sorted((word for word in runs if len(word) > 3 and word in known), key=len)
    return known[found[-1]] if found else None


def _looking(column, known, fields):
    """Cells with an @ are e-mails, whatever the header says."""
    samples = column["samples"]
    if samples and all("@" in sample and "." in sample.rpartition("@")[2] for sample in samples):
        return next((key for key, field in fields.items() if type(field) is Emails), None)
    return None
