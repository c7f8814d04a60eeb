"""Form fields and widgets of the house."""

import re

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AutocompleteWidget(forms.Select):
    """A select that renders only what is chosen and asks the server while one types."""

    def __init__(self, model, attrs=None):
        super().__init__(attrs)
        self.model = model

    def build_attrs(self, base, extra=None):
        attrs = super().build_attrs(base, extra)
        attrs["data-autocomplete-url"] = reverse("crm:choices", args=[self.model._meta.label_lower])
        return attrs

    def optgroups(self, name, value, attrs=None):
        chosen = [one for one in value if one]
        queryset = self.choices.queryset
        options = [("", "")]
        try:
            options += [(row.pk, str(row)) for row in queryset.filter(pk__in=chosen)]
        except (ValueError, TypeError):
            pass
        return [
            (None, [self.create_option(name, key, label, str(key) in map(str, value), index)], index)
            for index, (key, label) in enumerate(options)
        ]


class AutocompleteChoiceField(forms.ModelChoiceField):
    """A choice among many records; the queryset is scoped by the form or filter that holds it."""

    def __init__(self, queryset, *, null_label=None, null_value=None, to_field_name=None, empty_label="", **options):
        options.setdefault("widget", AutocompleteWidget(queryset.model))
        super().__init__(queryset, empty_label=empty_label, to_field_name=to_field_name, **options)


class MultiValueWidget(forms.TextInput):
    """Several values of one kind, a box each; the first is the primary one."""

    template_name = "ui/widgets/multi_value.html"
    label = ""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [value.strip() for value in values if value.strip()]

    def format_value(self, value):
        return value or []

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        values = list(value or [])
        boxes = values or [""]
        # One empty box more, so that a person without script can add.
        context["widget"]["rows"] = [{"value": one} for one in [*boxes, ""]]
        context["widget"]["input_type"] = self.input_type
        context["widget"]["label"] = self.label
        return context


class MultiValueField(forms.Field):
    """A list of texts, each cleaned by `base`; errors name the value they are about."""

    def __init__(self, base: forms.Field, **options):
        self.base = base
        widget = MultiValueWidget(attrs=options.pop("attrs", None))
        widget.input_type = getattr(base.widget, "input_type", "text")
        widget.label = options.get("label", "")
        super().__init__(widget=widget, **options)

    def prepare_value(self, value):
        return [self.base.prepare_value(one) for one in value or []]

    def to_python(self, value):
        return list(value or [])

    def clean(self, value):
        cleaned, errors = [], []
        for one in super().clean(value):
            try:
                cleaned.append(self.base.clean(one))
            except forms.ValidationError as error:
                errors += [f"{one}: {message}" for message in error.messages]
        if errors:
            raise forms.ValidationError(errors)
        return list(dict.fromkeys(cleaned))

    def has_changed(self, initial, data):
        return list(initial or []) != list(data or [])


class TagsField(SimpleArrayField):
    """Tags in one box, separated by commas."""

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault("help_text", _("Separated by commas."))
        super().__init__(forms.CharField(max_length=40), **options)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value):
        return list(dict.fromkeys(word.strip() for word in super().clean(value) if word.strip()))


class DateInput(forms.DateInput):
    """The browser's own date picker, which wants ISO dates."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MoneyField(forms.DecimalField):
    """Accepts 1.234,56 as well as 1234.56, whatever the reader's language."""

    def __init__(self, **options):
        options.setdefault("max_digits", 16)
        options.setdefault("decimal_places", 2)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "data-money": ""}))
        super().__init__(localize=True, **options)

    def to_python(self, value):
        return super().to_python(plain_number(value)) if isinstance(value, str) else super().to_python(value)


def plain_number(text: str) -> str:
    """1.234,56 and 1,234.56 as 1234.56: with both marks the last is the decimal one.

    Alone, a comma is decimal, and a dot too unless three digits follow it (1.234).
    """
    text = re.sub(r"[^\d,.\-]", "", text.replace("−", "-"))
    comma, dot = text.rfind(","), text.rfind(".")
    if comma > dot:
        return text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text.replace(",", "")
    is_grouping = text.count(".") > 1 or (comma < 0 and len(text) - dot - 1 == 3)
    return text.replace(".", "") if dot >= 0 and is_grouping else text.replace(",", "")
