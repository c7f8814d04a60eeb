"""Custom fields as the pages use them: a form field, a column, a filter each."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import django_filters
from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.fields import DateInput, MoneyField
from crm.ui.table import Column


@dataclass(frozen=True)
class CustomDefinition:
    key: str
    label: str
    kind: str
    choices: list[str] = field(default_factory=list)
    is_required: bool = False
    help_text: str = ""

    def form_field(self) -> forms.Field:
        options = {"label": self.label, "required": self.is_required, "help_text": self.help_text}
        match self.kind:
            case "number":
                return forms.DecimalField(localize=True, max_digits=20, decimal_places=6, **options)
            case "money":
                return MoneyField(**options)
            case "date":
                return forms.DateField(widget=DateInput(), **options)
            case "choice":
                return forms.ChoiceField(
                    choices=[("", "---------"), *((one, one) for one in self.choices)], **options
                )
            case "boolean":
                options["required"] = False
                return forms.NullBooleanField(
                    widget=forms.Select(choices=[("", "---------"), ("true", _("Yes")), ("false", _("No"))]),
                    **options,
                )
            case "link":
                return forms.URLField(assume_scheme="https", max_length=500, **options)
        return forms.CharField(max_length=1000, **options)

    def read(self, record):
        """The typed value, None where there is none."""
        value = (record.custom or {}).get(self.key)
        if value in (None, ""):
            return None
        if self.kind in ("number", "money"):
            try:
                return Decimal(str(value))
            except InvalidOperation:
                return None
        return parse_date(str(value)) if self.kind == "date" else value

    def column(self) -> Column:
        cell = {
            "number": cells.number,
            "money": cells.amount,
            "date": cells.date,
            "boolean": cells.yes_no,
            "link": cells.website,
        }.get(self.kind, cells.text)
        css = "num" if self.kind in ("number", "money") else ""
        return Column(f"custom_{self.key}", self.label, self.read, cell, css=css, is_default=False)

    def filter(self) -> django_filters.Filter:
        path = f"custom__{self.key}"
        if self.kind == "choice":
            return django_filters.ChoiceFilter(
                field_name=path, label=self.label, choices=[(c, c) for c in self.choices]
            )
        if self.kind == "boolean":
            return django_filters.BooleanFilter(field_name=path, label=self.label)
        if self.kind == "date":
            return django_filters.DateFromToRangeFilter(
                label=self.label,
                method=lambda queryset, name, value: between(queryset, path, value),
                widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"}),
            )
        return django_filters.CharFilter(field_name=path, lookup_expr="icontains", label=self.label)


def between(queryset, path, value):
    """ISO dates compare as texts do."""
    if value.start:
        queryset = queryset.filter(**{f"{path}__gte": value.start.date().isoformat()})
    if value.stop:
        queryset = queryset.filter(**{f"{path}__lte": value.stop.date().isoformat()})
    return queryset
