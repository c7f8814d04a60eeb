"""Forms of records: groups of fields, scoped choices, custom fields, and the version one began from."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelFormMetaclass
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.ui.custom import jsonable
from crm.ui.fields import AutocompleteChoiceField, DateInput, MoneyField, TagsField
from crm.ui.registry import registry


class ScopedForm(forms.Form):
    """Any form whose choices must be what the person may see."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        scope_choices(self.fields, user)
        self.helper = form_helper()


def scope_choices(fields, user):
    for field in fields.values():
        leave_empty(field)
        queryset = getattr(field, "queryset", None)
        if hasattr(queryset, "offered_to"):
            field.queryset = queryset.offered_to(user)
        elif hasattr(queryset, "visible_to"):
            field.queryset = queryset.visible_to(user)


def leave_empty(field):
    """No choice yet is an empty box, not a row of dashes that is read out."""
    __, dashes = BLANK_CHOICE_DASH[0]
    if getattr(field, "empty_label", None) == dashes:
        field.empty_label = ""
    elif isinstance(field, forms.ChoiceField) and not hasattr(field, "queryset"):
        field.choices = [(value, "" if label == dashes else label) for value, label in field.choices]


def form_helper(*layout):
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if layout:
        helper.layout = Layout(*layout)
    return helper


class RecordFormMetaclass(ModelFormMetaclass):
    """Gives money, dates and tags their own fields without each form repeating them."""

    def __new__(mcs, name, bases, attrs):
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(form_field)
        return super().__new__(mcs, name, bases, attrs)


def form_field(field, **options):
    kind = field.get_internal_type()
    if field.name == "tags":
        return field.formfield(form_class=_only(TagsField), **options)
    if kind == "DecimalField" and field.decimal_places == 2 and "widget" not in options:
        return MoneyField(
            label=capfirst(field.verbose_name),
            required=not field.blank,
            help_text=field.help_text,
            max_digits=field.max_digits,
        )
    if kind == "DateField":
        options.setdefault("widget", DateInput())
    return field.formfield(**options)


def _only(form_class):
    """Drops what the model field would pass and `form_class` does not take."""

    def build(base_field=None, max_length=None, **options):
        return form_class(**options)

    return build


class RecordForm(forms.ModelForm, metaclass=RecordFormMetaclass):
    """Create and edit a record. It changes nothing: `values()` goes to an action.

    `groups` lists (heading, field names, …); the first stands open, later ones unfold.
    """

    groups: list = []
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        scope_choices(self.fields, user)
        self.custom_names = self._add_custom_fields()
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        self.helper = form_helper(*self._layout())

    def _add_custom_fields(self) -> dict[str, str]:
        names, self.customs = {}, registry.custom_fields_of(self._meta.model)
        for custom in self.customs:
            names[custom.name] = custom.key
            self.fields[custom.name] = custom.form_field((self.instance.custom or {}).get(custom.key))
            self.fields[custom.name].initial = custom.initial(self.instance)
        return names

    def _layout(self):
        grouped = [(heading, [name for name in names if name in self.fields]) for heading, *names in self.groups]
        taken = {name for __, names in grouped for name in names} | {"version", *self.custom_names}
        first = [name for name in self.fields if name not in taken]
        if grouped and grouped[0][0] is None:
            first = grouped.pop(0)[1] + first
        layout = [*first, *(one.name for one in self.customs if one.is_required), "version"]
        layout += [Fieldset(heading, *names, template="ui/_details.html") for heading, names in grouped if names]
        optional = {}
        for custom in self.customs:
            if not custom.is_required:
                optional.setdefault(custom.group or _("More fields"), []).append(custom.name)
        layout += [Fieldset(heading, *names, template="ui/_details.html") for heading, names in optional.items()]
        return layout

    def values(self) -> dict:
        """What the person set, by model field; custom fields under "custom"."""
        names = {field.name for field in self._meta.model._meta.get_fields()}
        values = {name: self.cleaned_data[name] for name in self.cleaned_data if name in names and name != "version"}
        for name in list(values):
            # Model.clean() may have tidied what was typed: phones, documents, postal codes.
            values[name] = getattr(self.instance, name, values[name])
            if values[name] is None and self._is_out_of_sight(name):
                del values[name]
        if self.custom_names:
            given = {key: jsonable(self.cleaned_data.get(name)) for name, key in self.custom_names.items()}
            had = self.instance.custom or {}
            # What was empty and stays empty is no change, and must not look like one in the history.
            values["custom"] = {key: value for key, value in given.items() if value not in (None, "") or key in had}
        return values

    def _is_out_of_sight(self, name) -> bool:
        """Whether what is saved was never offered here (a hidden company, a deactivated owner).

        Its absence from what was sent then means nothing, and it stays.
        """
        saved, offered = self.initial.get(name), getattr(self.fields[name], "queryset", None)
        return bool(saved) and offered is not None and not offered.filter(pk=saved).exists()

    def extras(self) -> dict:
        """What the form asks beside the record's own fields; actions take it by name."""
        own = {field.name for field in self._meta.model._meta.get_fields()} | {"version", *self.custom_names}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


def autocomplete(queryset, **options):
    """A searched choice among records, as a form field."""
    return AutocompleteChoiceField(queryset, **options)
