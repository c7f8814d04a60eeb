"""Filters of lists, boards, exports and the API: one class per record serves them all."""

import copy
from dataclasses import dataclass

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.custom import PREFIX
from crm.ui.fields import AutocompleteChoiceField, AutocompleteWidget
from crm.ui.registry import registry
from crm.ui.words import matching, search_words

__all__ = ["PLACE", "Chip", "RecordChoiceFilter", "RecordFilter", "matching", "search_words", "without"]


class RecordChoiceFilter(django_filters.ModelChoiceFilter):
    """A choice among records one may see; long lists are searched as one types."""

    field_class = AutocompleteChoiceField

    def __init__(self, *args, **options):
        model = options["queryset"].model
        options.setdefault("widget", AutocompleteWidget(model))
        super().__init__(*args, **options)


def own_copy(one, parent):
    """A declared filter for one request. The library copies deeply, which costs a tenth of a list."""
    mine = copy.copy(one)
    mine.extra, mine.parent, mine.model = dict(one.extra), parent, parent.queryset.model
    if mine.method is not None:
        # The bound method knows its filter: it must be made anew for the copy.
        mine.__dict__.pop("filter", None)
        mine.method = one.method
    return mine


class RecordFilter(django_filters.FilterSet):
    """Base of all: scopes every choice to what the person may see, and names the active ones."""

    q = django_filters.CharFilter(method="by_words", label=_("Search"), widget=forms.HiddenInput)

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None):
        self.base_filters = {}
        super().__init__(data, queryset, request=request, prefix=prefix)
        self.filters = {name: own_copy(one, self) for name, one in type(self).base_filters.items()}
        # Most addresses name none, and a board shows none: then nobody asks which there are.
        if any(name.startswith(PREFIX) for name in self.data):
            self._add_custom()
        for one in self.filters.values():
            # No filter here multiplies rows, and DISTINCT would sort every match before the first page.
            one.distinct = False
            visible = getattr(getattr(one, "queryset", None), "visible_to", None)
            if visible:
                one.queryset = visible(request.user)

    def _add_custom(self):
        model = getattr(getattr(self, "_meta", None), "model", None)
        for custom in registry.custom_fields_of(model) if model else ():
            added = self.filters[custom.name] = custom.filter()
            added.parent, added.model, added.distinct = self, model, False

    def by_words(self, queryset, name, value):
        return matching(queryset, value)

    def get_form_class(self):
        """Of the filters the address names alone: building all fields costs more than a page of rows."""
        return self._form_of(name for name in self.filters if name in self.asked)

    @cached_property
    def asked(self) -> set[str]:
        return {*self.data, *(key.rpartition("_")[0] for key in self.data)}

    def _form_of(self, names):
        fields = {name: self.filters[name].field for name in names}
        return type(f"{type(self).__name__}Form", (self._meta.form,), fields)

    @property
    def panel_form(self):
        """The form of all filters, for people and for whoever asks which there are."""
        self._add_custom()
        form = self._form_of(self.filters)(self.data, prefix=self.form_prefix)
        for field in form.fields.values():
            if isinstance(field.widget, forms.NullBooleanSelect):
                # What is not asked is not "unknown", and stays out of the address.
                field.widget.choices = [("", _("Any")), *list(field.widget.choices)[1:]]
        return form

    @property
    def narrows(self) -> bool:
        """Whether it may leave rows out at all."""
        chosen = getattr(self.form, "cleaned_data", {}).values()
        return any(value is not None and value not in ("", [], ()) for value in chosen)

    def chips(self, address) -> list["Chip"]:
        """What narrows the list now, each with the address without it."""
        found = []
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            if name == "q" or value in (None, "", [], ()) or (hasattr(value, "exists") and not value):
                continue
            names = [name, *(f"{name}_{side}" for side in ("min", "max", "after", "before"))]
            label = self.form.fields[name].label or name
            found.append(Chip(label, self._written(name, value), without(address, *names, *PLACE)))
        return found

    def _written(self, name, value) -> str:
        field = self.form.fields[name]
        if isinstance(value, slice):
            ends = [
                str(cells.date(end) if hasattr(end, "year") else end)
                for end in (value.start, value.stop)
                if end is not None
            ]
            return " – ".join(ends)
        if isinstance(value, bool):
            return cells.yes_no(value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            chosen = value if isinstance(value, list) else [value]
            texts = {str(key): text for key, text in field.choices if not isinstance(text, (list, tuple))}
            return ", ".join(str(texts.get(str(one), one)) for one in chosen)
        if hasattr(value, "all") or isinstance(value, list):
            return ", ".join(map(str, value))
        return str(cells.date(value) if hasattr(value, "year") else value)


# Parts of an address that say where in the list one stands, not what the list is.
PLACE = ("after", "before", "column", "filters")


def without(address, *names, **changes) -> str:
    """The query of an address (QueryDict) with some names left out and others set; "?" when empty."""
    kept = {name: values for name, values in address.lists() if name not in names}
    return "?" + urlencode(kept | {name: [value] for name, value in changes.items()}, doseq=True)


@dataclass
class Chip:
    label: str
    value: str
    remove_url: str
