"""What the fields of one save became, in words."""

from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.models import CustomField
from crm.timelines import value as values
from crm.ui.custom import CustomDefinition

NAMED = 3


@dataclass(frozen=True)
class Change:
    """One field: safe texts of what it was and is; for lists what came and went."""

    label: str
    old: str = ""
    new: str = ""
    added: str = ""
    removed: str = ""
    is_long: bool = False

    @property
    def sentence(self) -> str:
        """The change alone, to follow the name of who made it."""
        if self.is_long:
            return _("{actor} rewrote {field}") if self.new else _("{actor} cleared {field}")
        if self.added and self.removed:
            return _("{actor} changed {field}: added {added}, removed {removed}")
        if self.added:
            return _("{actor} added {added} to {field}")
        if self.removed:
            return _("{actor} removed {removed} from {field}")
        if not self.old:
            return _("{actor} set {field} to {new}")
        return (
            _("{actor} changed {field} from {old} to {new}") if self.new else _("{actor} cleared {field} (was {old})")
        )

    def said_by(self, actor) -> str:
        return format_html(
            self.sentence,
            actor=actor,
            field=self.label,
            old=self.old,
            new=self.new,
            added=self.added,
            removed=self.removed,
        )

    def line(self) -> str:
        """The change in a list of several."""
        label = capfirst(self.label)
        if self.added or self.removed:
            parts = [f"+ {self.added}" if self.added else "", f"− {self.removed}" if self.removed else ""]
            return format_html("{}: {}", label, format_html_join(" ", "{}", ((part,) for part in parts if part)))
        empty = pgettext("a field without value", "empty")
        return format_html("{}: {} → {}", label, self.old or empty, self.new or empty)


class Definitions:
    """Custom fields by model and key, also the retired ones; fetched when first asked for."""

    def __init__(self):
        self._found = {}

    def get(self, record_type_id, key):
        if not self._found:
            self._found = {None: None}
            for row in CustomField.objects.all():
                definition = CustomDefinition(row.key, row.label, row.kind, row.choices)
                self._found[row.record_type_id, row.key] = definition
        return self._found.get((record_type_id, key))


def change_of(entry, model, names, definitions, currency) -> Change | None:
    """The change a history row holds, None where it tells a reader nothing."""
    if entry.field.startswith("custom."):
        definition = definitions.get(entry.record_type_id, entry.field.removeprefix("custom."))
        return definition and told(
            Change(
                definition.label,
                values.custom_value(definition, entry.old),
                values.custom_value(definition, entry.new),
            )
        )
    field = values.column_fields(model).get(entry.field)
    if field is None:
        return None
    if values.is_list(field):
        return told(list_change(field, entry.old or [], entry.new or []))
    if values.is_long(field):
        return told(long_change(field, entry))
    old, new = (values.value(field, raw, names, currency) for raw in (entry.old, entry.new))
    return told(Change(values.label(field), old, new))


def told(change: Change) -> Change | None:
    return change if change.old or change.new or change.added or change.removed else None


def list_change(field, old, new) -> Change:
    """What came and went; the same values in another order show both orders."""

    def joined(items):
        return conditional_escape(", ".join(values.item(field, one) for one in items))

    added = [one for one in new if one not in old]
    removed = [one for one in old if one not in new]
    if added or removed:
        return Change(values.label(field), added=joined(added), removed=joined(removed))
    return Change(values.label(field), joined(old), joined(new))


def long_change(field, entry) -> Change:
    old, new = (conditional_escape(Truncator(raw or "").chars(200)) for raw in (entry.old, entry.new))
    return Change(values.label(field), old, new, is_long=True)


def summary(actor, changes) -> tuple[str, str]:
    """One sentence for all fields of a save, and the list of them when there are several."""
    if len(changes) == 1:
        only = changes[0]
        return only.said_by(actor), only.new if only.is_long else ""
    labels = [change.label for change in changes[:NAMED]]
    more = len(changes) - len(labels)
    text = ", ".join(labels)
    if more:
        text += " " + ngettext("and %(count)s more field", "and %(count)s more fields", more) % {"count": more}
    return format_html(_("{actor} changed {fields}"), actor=actor, fields=text), lines(changes)


def lines(changes) -> str:
    return format_html_join("\n", "{}", ((change.line(),) for change in changes))
