from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import Affiliation, Company, Contact
from crm.ui.forms import ScopedForm, autocomplete

ROLE_HELP = Affiliation._meta.get_field("role").help_text


class TieForm(ScopedForm):
    """How a person and a company belong together."""

    role = forms.CharField(
        label=pgettext_lazy("of a person in a company", "Role"), max_length=80, required=False, help_text=ROLE_HELP
    )
    is_primary = forms.BooleanField(label=_("This is the person's main company"), required=False)


class PersonForm(TieForm):
    """Somebody known already, for a company."""

    field_order = ["contact", "role", "is_primary"]
    contact = autocomplete(Contact.objects.all(), label=_("Contact"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = Contact.objects.visible_to(self.user, "change")


class EmployerForm(TieForm):
    """A company known already, for a person."""

    field_order = ["company", "role", "is_primary"]
    company = autocomplete(Company.objects.all(), label=_("Company"))
