"""Custom fields as pages, API and import use them: one definition cleans, shows, filters and sorts."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, DecimalField, Func, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, NullIf
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.ui import cells
from crm.ui.customfilter import filter_of
from crm.ui.fields import DateInput, MoneyField
from crm.ui.registry import registry
from crm.ui.table import Column

# What the name of every custom field begins with, as a form field, filter and column.
PREFIX = "custom_"
YES, NO = {"true", "yes", "y", "1", "sim", "s", "x"}, {"false", "no", "n", "0", "não", "nao"}
NUMERIC = r"^-?[0-9]{1,20}(\.[0-9]{1,10})?$"
CELLS = {
    "number": cells.number,
    "money": cells.amount,
    "date": cells.date,
    "boolean": cells.yes_no,
    "link": cells.website,
}


@dataclass(frozen=True)
class CustomDefinition:
    key: str
    label: str
    kind: str
    choices: list[str] = field(default_factory=list)
    is_required: bool = False
    help_text: str = ""
    group: str = ""

    @property
    def name(self) -> str:
        """Its name as a form field, filter and column."""
        return f"{PREFIX}{self.key}"

    @property
    def is_amount(self) -> bool:
        return self.kind in ("number", "money")

    def form_field(self, kept=None) -> forms.Field:
        """`kept` is what the record has now: a choice no longer offered stays choosable there."""
        options = {"label": self.label, "required": self.is_required, "help_text": self.help_text}
        match self.kind:
            case "number":
                return forms.DecimalField(localize=True, max_digits=20, decimal_places=6, **options)
            case "money":
                return MoneyField(**options)
            case "date":
                return forms.DateField(widget=DateInput(), **options)
            case "choice":
                offered = [*self.choices, *([kept] if kept and kept not in self.choices else [])]
                return forms.ChoiceField(choices=[("", "---------"), *((one, one) for one in offered)], **options)
            case "boolean":
                answers = [("", "---------"), ("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))]
                return forms.TypedChoiceField(
                    choices=answers, coerce=lambda answer: answer == "true", empty_value=None, **options
                )
            case "link":
                return forms.URLField(assume_scheme="https", max_length=500, **options)
        return forms.CharField(max_length=1000, **options)

    def clean(self, value, *, is_written=False, kept=None):
        """`value` as it is kept (text, decimal as text, ISO date, bool), None for nothing; else ValidationError.

        `is_written` texts are a person's ("1.234,56", "31/12/2026", "sim"); others are exact ("1234.56").
        """
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, (list, dict)):
            raise ValidationError(_("One value is expected."), code="invalid")
        cleaned = self.form_field(kept).clean(self._prepared(value, is_written))
        return jsonable(cleaned)

    def _prepared(self, value, is_written):
        """What the form field of this kind can read."""
        if self.kind == "boolean":
            word = str(value).strip().lower()
            return "true" if word in YES else "false" if word in NO else word
        if self.is_amount and (not isinstance(value, str) or not is_written):
            return _exact(value)
        if self.kind == "date" and isinstance(value, (datetime.date, str)):
            return value if is_written or not isinstance(value, str) else _iso(value)
        return str(value)

    def initial(self, record):
        """What a form begins with."""
        value = self.read(record)
        return str(value).lower() if isinstance(value, bool) else value

    def read(self, record):
        """The typed value, None where there is none."""
        value = (record.custom or {}).get(self.key)
        if value in (None, ""):
            return None
        if self.is_amount:
            try:
                return Decimal(str(value))
            except InvalidOperation:
                return None
        return parse_date(str(value)) if self.kind == "date" else value

    def column(self) -> Column:
        css = "num" if self.is_amount else ""
        cell = CELLS.get(self.kind, cells.text)
        return Column(
            self.name,
            self.label,
            self.read,
            cell,
            css=css,
            is_default=False,
            sort=self.name,
            sort_by=self.ordering(),
            reads=("custom",),
        )

    def ordering(self):
        """What rows are ordered by: numbers as numbers, words without case and accents, nothing as NULL."""
        text = NullIf(KeyTextTransform(self.key, "custom"), Value(""))
        if self.is_amount:
            number = DecimalField(max_digits=30, decimal_places=10)
            text = KeyTextTransform(self.key, "custom")
            return Case(When(**{f"custom__{self.key}__regex": NUMERIC}, then=Cast(text, number)), output_field=number)
        if self.kind in ("date", "boolean"):
            return Cast(text, TextField())
        return Func(text, function="crm_fold", output_field=TextField())

    def filter(self):
        return filter_of(self)


def jsonable(value):
    """A cleaned value as JSON keeps it: dates as ISO text, decimals as text without exponent."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _exact(value):
    try:
        return Decimal(str(value).strip())
    except InvalidOperation:
        raise ValidationError(_("Enter a number."), code="invalid") from None


def _iso(text):
    try:
        found = parse_date(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("Enter a date as YYYY-MM-DD."), code="invalid")
    return found


def clean_custom(model, values: dict, *, is_written=False, kept=None) -> dict:
    """Custom values by key, cleaned for `model`; ValidationError with one entry per wrong key.

    The one check for API and import; nothing is required here, only in forms. `kept` is what the record has.
    """
    known = {one.key: one for one in registry.custom_fields_of(model)}
    cleaned, errors = {}, {}
    for key, value in values.items():
        try:
            if key not in known:
                raise ValidationError(_("There is no such custom field."), code="unknown")
            cleaned[key] = known[key].clean(value, is_written=is_written, kept=(kept or {}).get(key))
        except ValidationError as error:
            errors[f"custom.{key}"] = error.messages
    if errors:
        raise ValidationError(errors)
    return cleaned
