"""Likely duplicates of a company or contact, told by exact keys before it is saved.

Forms, API and import ask the same question; only records the asking person may see are ever named.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.models.keys import exact_keys

# Enough to decide; a key that hundreds share is told as well by the first few.
ASKED, MOST, SHOWN = 5000, 20, 5


@dataclass
class Likely:
    """A record that is probably the same customer, and why."""

    record: object
    reasons: list[str]


def keys_of(record) -> list[str]:
    """The keys an unsaved company or contact will have."""
    document = getattr(record, "cnpj", "") or getattr(record, "cpf", "")
    website = getattr(record, "website", "")
    return exact_keys(emails=record.emails, phones=record.phones, document=document, website=website)


def likely(record, *, by, known=()) -> list[Likely]:
    """Visible records that share a key with this one, those sharing most first.

    `known` are keys to leave out: those a saved record had before, which were answered then.
    """
    keys = set(keys_of(record)) - set(known)
    if not keys:
        return []
    rows = type(record).objects.visible_to(by)
    others = Counter(pk for __, pk in rows.found_by_keys(keys, ASKED) if pk != record.pk)
    found = rows.filter(pk__in=[pk for pk, __ in others.most_common(MOST)])
    told = [Likely(one, reasons(keys & set(one.keys), record)) for one in found]
    return sorted(told, key=lambda one: (-len(one.reasons), one.record.pk))[:SHOWN]


def reasons(shared, record) -> list[str]:
    texts = {
        "d": _("same CNPJ") if hasattr(record, "cnpj") else _("same CPF"),
        "e": _("same e-mail"),
        "p": _("same phone"),
        "w": _("same website"),
    }
    kinds = {key[0] for key in shared}
    return [text for kind, text in texts.items() if kind in kinds]
