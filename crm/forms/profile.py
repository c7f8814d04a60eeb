import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.forms import form_helper


def time_zones(first=()):
    """Every zone by region, each as its own choice; the empty one first where `first` names it."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [*first, *((name, name.replace("_", " ")) for name in names)]


class ProfileForm(forms.ModelForm):
    """What everybody sets about themselves."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = ["name", "job_title", "language", "time_zone", "theme", "density", "wants_mail"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones([("", _("As the organization"))])
        self.fields["language"].choices = [("", _("As the organization")), *User._meta.get_field("language").choices]
        self.helper = form_helper()

    def values(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class PreferenceForm(forms.ModelForm):
    """One of the two looks, as the menu's buttons send them."""

    class Meta:
        model = User
        fields = ["theme", "density"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in self.data]:
            del self.fields[name]
