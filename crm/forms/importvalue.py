"""What values of a file mean that are no choice and no record of that name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.transfer import mapping as mappings
from crm.transfer.spec import spec_of


def select():
    return forms.Select(attrs={"class": "form-select"})


class ValueForm(forms.Form):
    """Per field a box "create the missing ones", per value what it becomes."""

    def __init__(self, data=None, *, run):
        self.run = run
        super().__init__(data)
        self.unknown = mappings.unknown_values(run)
        makes = run.mapping.get("make", [])
        for field in self.makers():
            self.fields[f"make_{field.key}"] = forms.BooleanField(
                label=_("Create those that are missing"),
                required=False,
                initial=field.key in makes,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
        for place, one in enumerate(self.unknown):
            self.fields[f"value_{place}"] = self._field(one)

    def makers(self):
        """Mapped links whose missing records this person may have made."""
        fields = spec_of(self.run.record).all_fields()
        mapped = [fields[key] for key in self.run.mapping["columns"].values() if key in fields]
        named = {one.key for one in self.unknown} | {
            key
            for place, key in self.run.mapping["columns"].items()
            if self.run.profile["columns"][int(place)]["has_more"]
        }
        return [
            field
            for field in mapped
            if field.is_link and field.make is not None and field.may_make(self.run.owner) and field.key in named
        ]

    def _field(self, one):
        options = [
            (mappings.REFUSE, _("Refuse the rows")),
            (mappings.LEAVE, _("Leave the field empty")),
            *one.options,
        ]
        # A mapped value of None leaves the field empty; "" means that nobody decided yet.
        decided = mappings.LEAVE if one.target is None else one.target or one.suggestion or mappings.REFUSE
        return forms.ChoiceField(choices=options, required=False, initial=decided, label=one.value, widget=select())

    def groups(self):
        """(label, the box or None, values) by field."""
        labels = {field.key: field.label for field in self.makers()} | {one.key: one.label for one in self.unknown}
        for key, label in labels.items():
            box = self[f"make_{key}"] if f"make_{key}" in self.fields else None
            values = [(one, self[f"value_{place}"]) for place, one in enumerate(self.unknown) if one.key == key]
            yield label, box, values

    def clean(self):
        values = {key: dict(of) for key, of in self.run.mapping.get("values", {}).items()}
        for place, one in enumerate(self.unknown):
            target = self.cleaned_data.get(f"value_{place}") or mappings.REFUSE
            of = values.setdefault(one.key, {})
            of.pop(one.value, None)
            if target == mappings.LEAVE:
                of[one.value] = None
            elif target != mappings.REFUSE:
                of[one.value] = target
        kept = [key for key in self.run.mapping.get("make", []) if f"make_{key}" not in self.fields]
        chosen = [
            name.removeprefix("make_")
            for name, value in self.cleaned_data.items()
            if name.startswith("make_") and value
        ]
        self.mapping = self.run.mapping | {"values": values, "make": [*kept, *chosen]}
        return self.cleaned_data
