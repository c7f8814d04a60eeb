from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from crm.forms.customer import CnpjField, CustomerForm
from crm.models import Company
from crm.models.customer import ADDRESS
from crm.ui.fields import AutocompleteWidget


class BranchCnpjField(CnpjField):
    """While it is typed the browser asks for its head office, so that the proposal is seen before it is saved."""

    def widget_attrs(self, widget):
        return {"data-proposes": "parent", "data-proposal-url": reverse_lazy("crm:head-office")}


class CompanyForm(CustomerForm):
    cnpj = BranchCnpjField(label=_("CNPJ"), required=False)
    groups = [
        (None, "name", "cnpj", "relationship", "emails", "phones", "website", "sector"),
        (_("Address"), *ADDRESS),
        (_("Profile"), "legal_name", "parent", "employees", "annual_revenue", "founded", "description"),
        (_("Portfolio"), "owner", "team", "source", "tags", "external_id"),
    ]

    class Meta:
        model = Company
        fields = [
            "name", "cnpj", "relationship", "emails", "phones", "website", "sector", *ADDRESS, "legal_name",
            "parent", "employees", "annual_revenue", "founded", "description", "owner", "team", "source", "tags",
            "external_id",
        ]  # fmt: skip
        widgets = {"parent": AutocompleteWidget(Company)}
