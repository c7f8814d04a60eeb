"""Custom fields as fields of a file; their values live together in the record's `custom`."""

from dataclasses import dataclass
from decimal import Decimal

from crm.transfer import fields, values
from crm.ui.registry import registry

PREFIX = "custom."


@dataclass(frozen=True)
class CustomChoice(fields.Choice):
    """Choices an administrator wrote: they are their own keys."""


@dataclass(frozen=True)
class CustomNumber(fields.Amount):
    places: int = 6
    minimum: Decimal | None = None

    def read(self, cell, style):
        return str(super().read(cell, style).normalize().__format__("f"))

    def write(self, value):
        return Decimal(str(value))

    def is_same(self, old, new):
        # Forms keep the noughts of an amount, files do not.
        return old == new or (bool(old and new) and Decimal(old) == Decimal(new))


@dataclass(frozen=True)
class CustomDay(fields.Day):
    def read(self, cell, style):
        return values.day(cell, style).isoformat()


KINDS = {
    "number": CustomNumber,
    "money": CustomNumber,
    "date": CustomDay,
    "boolean": fields.YesNo,
    "link": fields.Website,
}


def custom_fields(model) -> list:
    return [_field(one) for one in registry.custom_fields_of(model)]


def _field(definition):
    options = {"key": PREFIX + definition.key, "label": definition.label, "words": definition.key, "column": None}
    if definition.kind == "choice":
        return CustomChoice(**options, choices=tuple((one, one) for one in definition.choices))
    if definition.kind == "text":
        return fields.Text(**options, max_length=1000)
    return KINDS[definition.kind](**options)
