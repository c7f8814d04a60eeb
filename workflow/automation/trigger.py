"""What sets a rule off: which entries of the history, and what verbs a kind of record knows."""

from decimal import Decimal, InvalidOperation

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from crm.models import HistoryEntry
from crm.ui.registry import registry
from workflow.automation.term import Term, own_terms

GENERAL = {
    "created": pgettext_lazy("what happened to a record", "created"),
    "changed": pgettext_lazy("what happened to a record", "changed"),
    "trashed": pgettext_lazy("what happened to a record", "moved to the trash"),
    "restored": pgettext_lazy("what happened to a record", "restored from the trash"),
}
GONE = ("trashed",)


def verbs_of(model) -> list[tuple[str, str]]:
    """What can happen to a record of this kind, with its name: the general verbs, then its own."""
    own = [
        (verb, str(one.name)) for (label, verb), one in registry.sentences.items()
        if label == model._meta.label_lower and one.name and verb not in GENERAL
    ]  # fmt: skip
    return [(verb, str(name)) for verb, name in GENERAL.items()] + own


def watched_terms(model) -> list[Term]:
    """The fields whose change sets a rule off: those the history keeps one by one."""
    return [term for term in own_terms(model) if term.kind != "tags"]


def term_watched(model, path: str) -> Term | None:
    return next((term for term in watched_terms(model) if term.path == path), None)


def fits(rule, entry) -> bool:
    """Whether an entry of the rule's kind of record sets it off; without asking the database."""
    if entry.recorded_at < rule.on_since or (entry.cause.startswith("import") and not rule.counts_imports):
        return False
    if is_for_figures(rule.model, entry):
        return False
    if rule.trigger == "verb":
        return entry.verb == rule.verb
    if rule.trigger != "field" or entry.verb != "changed" or rule.watched is None:
        return False
    term = rule.watched
    return (
        entry.field == term.history_field
        and (rule.old in (None, "") or same(term, entry.old, rule.old))
        and (rule.new in (None, "") or same(term, entry.new, rule.new))
    )


def is_for_figures(model, entry) -> bool:
    """Whether an entry keeps what was worked out, which is nothing that anybody did."""
    return entry.field in getattr(model, "kept_for_figures", ())


def same(term, raw, wanted) -> bool:
    """Whether a value of the history is the one that was asked for."""
    if raw is None:
        return False
    if term.kind in ("number", "money"):
        try:
            return Decimal(str(raw)) == Decimal(str(wanted))
        except InvalidOperation:
            return False
    return str(raw).lower() == str(wanted).lower()


def entries_of(rule, since):
    """The entries since a moment that would have set the rule off, for the row of an outer query."""
    found = HistoryEntry.objects.filter(
        record_type=ContentType.objects.get_for_model(rule.model), record_id=OuterRef("pk"), occurred_at__gte=since
    )
    if not rule.counts_imports:
        found = found.exclude(cause__startswith="import")
    if rule.trigger == "verb":
        return found.filter(verb=rule.verb)
    if rule.watched is None:
        return found.none()
    found = found.filter(verb="changed", field=rule.watched.history_field)
    for name, wanted in (("old", rule.old), ("new", rule.new)):
        if wanted not in (None, ""):
            found = found.filter(worth(rule.watched, name, wanted))
    return found


def worth(term, name, wanted) -> Q:
    if term.kind == "link":
        return Q(**{name: int(wanted)})
    if term.kind in ("number", "money"):
        return Q(**{name: float(Decimal(wanted))}) | Q(**{name: str(wanted)})
    if term.kind == "boolean":
        return Q(**{name: str(wanted).lower() == "true"}) | Q(**{name: str(wanted).lower()})
    return Q(**{name: wanted})


def rows_set_off(rows, rule, since):
    """Of these rows, those that something happened to since then that would have set the rule off.

    What was not written to since then is left out first: its history need not be looked through.
    """
    return rows.filter(Q(updated_at__gte=since) | Q(created_at__gte=since)).filter(Exists(entries_of(rule, since)))
