"""Merge marks in texts of rules: {name}, {amount}, {company.name}. Flat, from the terms; no language of its own."""

import re

from crm.models.record import Record
from crm.ui import money as written
from crm.ui.cells import yes_no
from workflow.automation.moment import zone
from workflow.automation.term import Term

MARK = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
LINK = "link"
MOST = 2000


def unknown(text: str, terms: dict[str, Term]) -> list[str]:
    """The marks of a text that stand for nothing."""
    return [mark for mark in dict.fromkeys(MARK.findall(text)) if mark not in terms and mark != LINK]


def filled(text: str, record, terms: dict[str, Term], owner, url="") -> str:
    """The text with what the record says, as far as `owner` may see it: plain, to be escaped where it is shown."""
    seen = {}

    def put(found) -> str:
        if found[1] == LINK:
            return url
        term = terms.get(found[1])
        if term is None:
            return found[0]
        return said(term, record, owner, seen)

    return MARK.sub(put, text)


def said(term: Term, record, owner, seen=None) -> str:
    """One value in words, "" where there is none or it is not for this person."""
    if term.relative and not sees(owner, term.holder(record), {} if seen is None else seen):
        return ""
    value = term.read(record)
    if value in (None, "", []):
        return ""
    if term.kind == "link":
        return str(value) if sees(owner, value, {} if seen is None else seen) else ""
    return written_as(term, value, getattr(term.holder(record), "currency", None))[:MOST]


def sees(owner, linked, seen: dict) -> bool:
    """Whether this person may see what is linked; people, teams and short lists are known to all."""
    if linked is None or not isinstance(linked, Record):
        return linked is not None
    key = (type(linked), linked.pk)
    if key not in seen:
        seen[key] = type(linked).objects.visible_to(owner).filter(pk=linked.pk).exists()
    return seen[key]


def written_as(term: Term, value, currency=None) -> str:
    match term.kind:
        case "choice":
            return str(dict(term.choices).get(str(value), value))
        case "money":
            return written.money(value, currency if isinstance(currency, str) and currency else "BRL")
        case "number":
            return written.number(value)
        case "date":
            return written.short_date(value)
        case "moment":
            return written.short_date(value) + " " + written.clock_of(value.astimezone(zone()))
        case "boolean":
            return str(yes_no(value))
        case "tags":
            return ", ".join(value)
    return str(value)
