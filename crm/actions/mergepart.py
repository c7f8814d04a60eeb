"""What two records of one customer differ in, part by part, and what of each the merged one has.

Lists are joined and empty parts filled without a question; elsewhere the kept record's stays unless one chooses.
"""

from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.ui.registry import registry

KEPT, ABSORBED, BOTH = "kept", "absorbed", "both"
CUSTOM = "custom."


@dataclass
class Part:
    """A field, or some that only make sense together; `ways` are what one may choose, the first unless one does."""

    name: str
    label: str
    ways: list[str]
    fields: list = field(default_factory=list)
    custom: object = None

    @property
    def is_joined(self) -> bool:
        return self.ways == [BOTH]


def parts(kept, absorbed) -> list[Part]:
    """Where the absorbed record has something that the kept one has not, or has otherwise."""
    found = [Part(name, capfirst(label), ways(kept, absorbed, fields), fields) for name, label, fields in named(kept)]
    return [part for part in (*found, *custom_parts(kept, absorbed)) if part.ways]


def named(record) -> list[tuple]:
    """(name, label, fields): those taken together first met, every other field by itself."""
    meta, together = type(record)._meta, type(record).taken_together
    group_of = {one: (name, label, names) for name, label, names in together for one in names}
    found = {}
    for one in mergeable(meta):
        name, label, names = group_of.get(one.name, (one.name, one.verbose_name, (one.name,)))
        found[name] = (name, str(label), [meta.get_field(each) for each in names])
    return list(found.values())


def mergeable(meta) -> list:
    """The fields people fill."""
    return [one for one in meta.concrete_fields if one.editable and not one.primary_key and is_filled(one)]


def is_filled(one) -> bool:
    return one.name not in ("custom", "updated_at") and not isinstance(one, models.GeneratedField)


def ways(kept, absorbed, fields) -> list[str]:
    """What may be done about these fields, the proposal first; nothing where there is nothing to do."""
    mine, theirs = values(kept, fields), values(absorbed, fields)
    if isinstance(fields[0], ArrayField):
        return [BOTH] if set(theirs[0]) - set(mine[0]) else []
    if not tells(fields, theirs) or mine == theirs or means_itself(kept, absorbed, fields):
        return []
    if not tells(fields, mine):
        return [ABSORBED, KEPT]
    return [KEPT, ABSORBED, BOTH] if isinstance(fields[0], models.TextField) else [KEPT, ABSORBED]


def values(record, fields) -> list:
    return [getattr(record, one.attname) for one in fields]


def tells(fields, found) -> bool:
    """Whether any is more than empty; what every record begins with (a country, "prospect") tells nothing."""
    known = zip(fields, found, strict=True)
    return any(value not in (None, "", one.get_default()) for one, value in known)


def means_itself(kept, absorbed, fields) -> bool:
    """A head office that is the other of the two is none."""
    one = fields[0]
    return one.related_model is type(kept) and getattr(absorbed, one.attname) == kept.pk


def custom_parts(kept, absorbed) -> list[Part]:
    found = []
    for custom in registry.custom_fields_of(type(kept)):
        mine, theirs = kept.custom.get(custom.key), absorbed.custom.get(custom.key)
        if theirs in (None, "") or mine == theirs:
            continue
        order = [ABSORBED, KEPT] if mine in (None, "") else [KEPT, ABSORBED]
        found.append(Part(CUSTOM + custom.key, custom.label, order, custom=custom))
    return found


def settled(found: list[Part], choices: dict) -> dict[str, str]:
    """One way for each part; ValidationError for a choice there is not."""
    known = {part.name: part for part in found}
    for name, way in choices.items():
        if name in known and way not in known[name].ways:
            raise ValidationError(
                {"choices": _("There is no such choice: %(choice)s.") % {"choice": f"{name}: {way}"}}
            )
    return {part.name: choices.get(part.name, part.ways[0]) for part in found}


def joined(kept, absorbed, choices: dict) -> dict:
    """The values the kept record gets, by field name, for crm.actions.record.edit()."""
    found = parts(kept, absorbed)
    chosen = settled(found, choices)
    changed = {"custom": {}}
    for part in found:
        if chosen[part.name] == KEPT:
            continue
        if part.custom:
            changed["custom"][part.custom.key] = absorbed.custom[part.custom.key]
        for one in part.fields:
            is_both = chosen[part.name] == BOTH
            changed[one.name] = both(kept, absorbed, one) if is_both else getattr(absorbed, one.name)
    return {name: value for name, value in changed.items() if name != "custom" or value}


def both(kept, absorbed, one):
    mine, theirs = getattr(kept, one.name), getattr(absorbed, one.name)
    if isinstance(one, ArrayField):
        return list(dict.fromkeys([*mine, *theirs]))
    return f"{mine}\n\n{theirs}"
