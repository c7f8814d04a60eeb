"""Who is named with an @ in a text hears of it, where they may see the record; followed in the history, once each."""

import re
import unicodedata
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.text import Truncator

from crm.actions.notice import News, notify_many
from crm.models import User

WORD = re.compile(r"\w")
FIRST_WORD = re.compile(r"[\w'’-]+")
# In one text nobody means so many.
MOST_NAMED = 30

# Label to the fields in which people may be named; add with mentionable().
FIELDS: dict[str, tuple] = {}


def mentionable(label: str, *fields: str):
    """Let people be named in these texts of a record: mentionable("crm.Activity", "subject", "body")."""
    FIELDS[label.lower()] = fields


@dataclass(frozen=True)
class Known:
    """How one colleague may be written, without case and accents."""

    pk: int
    name: str
    first: str
    address: str


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def everybody() -> list[Known]:
    rows = User.objects.active().values_list("pk", "name", "email")
    return [
        Known(pk, fold(name), fold(name).split(" ")[0], fold(email).partition("@")[0]) for pk, name, email in rows
    ]


def named_in(text: str, people: list[Known]) -> set[int]:
    """Ids of those meant by @Ana Melo, @ana.melo (their address), or @Ana where there is just one."""
    text, found = fold(text), set()
    for at in (one.start() for one in re.finditer("@", text)):
        # An address has something before its @.
        if (at and WORD.match(text[at - 1])) or len(found) >= MOST_NAMED:
            continue
        found |= meant_by(text[at + 1 : at + 160], people)
    return found


def meant_by(rest: str, people) -> set[int]:
    written = [(len(word), one.pk) for one in people for word in (one.name, one.address) if begins(rest, word)]
    if written:
        longest = max(length for length, __ in written)
        return {pk for length, pk in written if length == longest}
    first = FIRST_WORD.match(rest)
    alike = {one.pk for one in people if first and one.first == first[0]}
    return alike if len(alike) == 1 else set()


def begins(rest: str, word: str) -> bool:
    return bool(word) and rest.startswith(word) and not WORD.match(rest[len(word) : len(word) + 1])


def tell(entries):
    """The follower: what was written or changed, record by record."""
    kinds = {ContentType.objects.get_for_model(apps.get_model(label)).pk: label for label in FIELDS}
    for kind, label in kinds.items():
        own = [one for one in entries if one.record_type_id == kind and is_of_interest(one, FIELDS[label])]
        if own:
            tell_of(apps.get_model(label), FIELDS[label], own)


def is_of_interest(entry, fields) -> bool:
    return entry.verb == "created" or (entry.field in fields and "@" in str(entry.new))


def tell_of(model, fields, entries):
    actors = {entry.record_id: entry.actor_id for entry in entries}
    rows = model._default_manager.filter(pk__in=actors)
    texts = {row: " \n".join(str(getattr(row, name) or "") for name in fields) for row in rows}
    texts = {row: text for row, text in texts.items() if "@" in text}
    people = everybody() if texts else []
    for row, text in texts.items():
        reached = [one for one in User.objects.filter(pk__in=named_in(text, people)) if sees(one, row)]
        key = f"mentioned {model._meta.label_lower} {row.pk}"
        notify_many("mentioned", [News(row, reached, key)], by=actors[row.pk])


def excerpt(told) -> str:
    """The words around the first @ of the text."""
    subject = told.subject
    fields = FIELDS.get(subject._meta.label_lower, ()) if subject else ()
    text = next((text for name in fields if "@" in (text := str(getattr(subject, name) or ""))), "")
    begin = max(0, text.find("@") - 60)
    return Truncator(" ".join(text[begin : begin + 400].split())).chars(160)


def sees(person, row) -> bool:
    return type(row).objects.visible_to(person).filter(pk=row.pk).exists()
