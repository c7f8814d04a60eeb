from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms.customer import CpfField, CustomerForm
from crm.models import Company, Contact
from crm.models.customer import ADDRESS
from crm.ui.forms import autocomplete


class ContactForm(CustomerForm):
    cpf = CpfField(label=_("CPF"), required=False)
    company = autocomplete(Company.objects.all(), label=_("Company"), required=False)
    role = forms.CharField(
        label=_("Role in the company"), max_length=80, required=False, help_text=_("Such as buyer or finance.")
    )
    groups = [
        (None, "name", "company", "role", "emails", "phones", "job_title"),
        (_("Address"), *ADDRESS),
        (_("Profile"), "cpf", "birthday", "description"),
        (_("Portfolio"), "owner", "team", "source", "tags", "external_id"),
    ]

    class Meta:
        model = Contact
        fields = [
            "name", "emails", "phones", "job_title", *ADDRESS, "cpf", "birthday", "description", "owner", "team",
            "source", "tags", "external_id",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        main = self.instance.affiliations.filter(is_primary=True).first() if self.instance.pk else None
        if main:
            self.fields["company"].initial = main.company_id
            self.fields["role"].initial = main.role
