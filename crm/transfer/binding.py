"""The columns of a file bound to the fields of a record: from cells to cleaned values."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.transfer import values
from crm.transfer.choices import choice_words
from crm.transfer.fields import Choice
from crm.transfer.folding import plain

MEMORY, TRIAL = 20_000, 500


@dataclass(slots=True)
class Row:
    """One row on its way: what it says, what is wrong with it, and which record it turned out to be."""

    number: int
    cells: list
    values: dict = field(default_factory=dict)
    reasons: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    tokens: list = field(default_factory=list)
    is_by_name: bool = False
    pk: int | None = None
    links: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)


class Binding:
    """One column and the field it fills. Equal cells are cleaned once."""

    def __init__(self, place, field, style, mapped):
        self.place, self.field, self.style, self.mapped = place, field, style, mapped
        self.words = choice_words(field) if isinstance(field, Choice) else None
        self.memory, self.calls, self.misses = {}, 0, 0
        self.remembers = not field.is_list

    def read(self, cell):
        """The value, or the ValidationError of reading it; LEFT_EMPTY where the person mapped it to nothing."""
        if not self.remembers:
            return self._read(cell)
        key = cell if isinstance(cell, str) else (type(cell), cell)
        value = self.memory.get(key, MISSING)
        if value is MISSING:
            self.misses += 1
            # A column whose cells differ gains nothing from being remembered.
            self.remembers = self.misses < TRIAL or self.misses < self.calls / 2
            if len(self.memory) > MEMORY:
                self.memory.clear()
            value = self.memory[key] = self._read(cell)
        self.calls += 1
        return value

    def _read(self, cell):
        try:
            if self.mapped and (word := values.text(cell)) in self.mapped:
                cell = self.mapped[word]
                if cell is None:
                    return LEFT_EMPTY
            return self._choice(cell) if self.words is not None else self.field.read(cell, self.style)
        except ValidationError as error:
            return error

    def _choice(self, cell):
        word = values.text(cell)
        found = self.words.get(plain(word))
        if found is None:
            raise ValidationError(_("“%(value)s” is none of the choices.") % {"value": word[:60]})
        return found


LEFT_EMPTY, MISSING = object(), object()


class Reader:
    """All bindings of a run."""

    def __init__(self, fields: dict, mapping: dict, style, *, clears=False, width=None):
        self.clears, self.width = clears, width
        self.bindings = [
            Binding(int(place), fields[key], style, mapping.get("values", {}).get(key, {}))
            for place, key in sorted(mapping.get("columns", {}).items(), key=lambda pair: int(pair[0]))
            if key in fields
        ]
        self.fields = {binding.field.key: binding.field for binding in self.bindings}

    def row(self, number, cells) -> Row:
        row = Row(number, cells)
        if self.width and len(cells) > self.width and any(cell not in (None, "") for cell in cells[self.width :]):
            row.reasons.append(_("This row has more cells than there are columns."))
            return row
        found, filled = row.values, len(cells)
        for binding in self.bindings:
            field = binding.field
            cell = cells[binding.place] if binding.place < filled else None
            if cell is None or cell == "" or (type(cell) is str and cell.isspace()):
                if self.clears and field.key not in found:
                    found[field.key] = [] if field.is_list else field.empty
                continue
            value = binding.read(cell)
            if isinstance(value, ValidationError):
                row.reasons.append(f"{field.label}: {value.messages[0]}")
            elif value is not LEFT_EMPTY:
                found[field.key] = (
                    _joined(found[field.key], value) if field.is_list and found.get(field.key) else value
                )
        return row


def _joined(first, more):
    """Two columns may fill one list: e-mail and second e-mail."""
    return [*first, *(one for one in more if one not in first)]
