"""How lists are narrowed by a custom field of each kind."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import F, Func, Q, Value
from django.db.models.fields.json import KeyTextTransform

RANGE = django_filters.widgets.RangeWidget
DATES = django_filters.widgets.DateRangeWidget


def filter_of(custom) -> django_filters.Filter:
    """Choices and yes/no by containment, which the index on `custom` answers; the rest among what is visible."""
    match custom.kind:
        case "choice":
            return django_filters.MultipleChoiceFilter(
                field_name=custom.name,
                label=custom.label,
                choices=[(one, one) for one in custom.choices],
                method=Containing(custom.key),
            )
        case "boolean":
            return django_filters.BooleanFilter(
                field_name=custom.name, label=custom.label, method=Containing(custom.key)
            )
        case "number" | "money":
            return django_filters.RangeFilter(
                field_name=custom.name,
                label=custom.label,
                method=Between(custom),
                widget=RANGE(attrs={"inputmode": "decimal"}),
            )
        case "date":
            return django_filters.DateFromToRangeFilter(
                field_name=custom.name,
                label=custom.label,
                method=Between(custom),
                widget=DATES(attrs={"type": "date"}),
            )
    return django_filters.CharFilter(
        field_name=custom.name,
        label=custom.label,
        method=Holding(custom.key),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Containing:
    """Rows whose value is one of those chosen."""

    def __init__(self, key):
        self.key = key

    def __call__(self, queryset, name, value):
        values = value if isinstance(value, list) else [value]
        return queryset.filter(reduce(or_, (Q(custom__contains={self.key: one}) for one in values)))


class Between:
    """Rows whose number or date lies from .. to, both included."""

    def __init__(self, custom):
        self.custom = custom

    def __call__(self, queryset, name, value):
        queryset = queryset.alias(**{name: self.custom.ordering()})
        for side, end in (("gte", value.start), ("lte", value.stop)):
            if end is not None:
                end = end.date().isoformat() if hasattr(end, "date") else end
                queryset = queryset.filter(**{f"{name}__{side}": end})
        return queryset


class Holding:
    """Rows whose text holds these words, without regard to case and accents."""

    def __init__(self, key):
        self.key = key

    def __call__(self, queryset, name, value):
        folded = Func(KeyTextTransform(self.key, F("custom")), function="crm_fold")
        words = Func(Value(value.replace("\x00", "")), function="crm_fold")
        return queryset.alias(**{name: folded}).filter(**{f"{name}__contains": words})
