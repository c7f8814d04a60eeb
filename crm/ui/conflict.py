"""Two versions of one form, field by field."""

from dataclasses import dataclass, field

from django import forms


@dataclass
class Compared:
    """One field: what I typed, what is saved now, and the raw values to send for either choice."""

    name: str
    label: str
    mine: str
    theirs: str
    is_conflict: bool
    mine_raw: list[str] = field(default_factory=list)
    theirs_raw: list[str] = field(default_factory=list)


def compared(mine, theirs) -> list[Compared]:
    """Rows for ui/conflict.html: fields alike carry their value on, the others ask for a choice."""
    rows = []
    for name, one in mine.fields.items():
        if name == "version" or isinstance(one, forms.FileField):
            continue
        raw = _raw(mine[name].data)
        saved = _raw(theirs[name].value(), one, theirs[name])
        label = str(one.label or theirs[name].label)
        rows.append(
            Compared(name, label, shown(one, raw), shown(one, saved), _alike(raw) != _alike(saved), raw, saved)
        )
    return rows


def saved_values(form) -> dict[str, list[str]]:
    """Every field of an unbound form as a browser would send what is saved."""
    return {name: _raw(form[name].value(), one, form[name]) for name, one in form.fields.items() if name != "version"}


def _raw(value, one=None, bound=None) -> list[str]:
    """A value as the strings a browser would send."""
    if value is None:
        return []
    if one is not None:
        value = one.prepare_value(value)
        formatted = one.widget.format_value(value)
        value = value if formatted is None else formatted
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(item) for item in values if item not in (None, "")]


def _alike(values):
    return [value.replace("\r\n", "\n").strip() for value in values]


def shown(one, values) -> str:
    """Choices by their text, the rest as it is."""
    queryset = getattr(one, "queryset", None)
    if queryset is not None:
        found = {str(row.pk): str(row) for row in queryset.filter(pk__in=[v for v in values if v.isdigit()])}
        return ", ".join(found.get(value, value) for value in values)
    texts = {str(key): str(text) for key, text in getattr(one, "choices", ()) if not isinstance(text, (list, tuple))}
    return ", ".join(texts.get(value, value) for value in values)
