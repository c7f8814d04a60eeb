from rest_framework import serializers

from crm import brazil
from crm.actions import contact as contacts
from crm.actions import record as records
from crm.api.customer import ADDRESS, REACH, SORTS, CustomerSerializer
from crm.api.duplicate import WarnsOfDuplicates
from crm.api.links import LinkField
from crm.api.merge import Merges
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL
from crm.filters.contact import ContactFilter
from crm.models import Company, Contact


class ContactSerializer(CustomerSerializer):
    cpf = serializers.CharField(max_length=20, required=False, allow_blank=True)
    company = LinkField(
        source="main_company",
        queryset=Company.objects.all(),
        required=False,
        allow_null=True,
        help_text="The main company; others are affiliations.",
    )

    class Meta:
        model = Contact
        fields = (
            *HEAD, "name", "company", *REACH, "job_title", "cpf", "birthday", *ADDRESS, "description", "source",
            *OWNED, *TAIL,
        )  # fmt: skip
        read_only_fields = READ_ONLY

    def validate_cpf(self, cpf):
        return brazil.clean_cpf(cpf)


class ContactViewSet(WarnsOfDuplicates, Merges, RecordViewSet):
    """People; the companies they work for are affiliations."""

    model, filter, serializer_class, sorts = Contact, ContactFilter, ContactSerializer, SORTS
    example = {
        "name": "João Pereira",
        "company": 7,
        "emails": ["joao@padaria.example"],
        "phones": ["(51) 98888-0000"],
        "job_title": "Buyer",
    }

    def load(self, queryset):
        return queryset.with_main_company(self.request.user)

    def save_new(self, values):
        self.ask_about(values)
        company = values.pop("main_company", None)
        return contacts.create(Contact(**values), by=self.request.user, company=company)

    def save_changes(self, record, values, version):
        """Without "company" in the request the main company stays as it is."""
        self.ask_about(values, record)
        by = self.request.user
        if "main_company" not in values:
            return records.edit(record, by=by, values=values, version=version)
        company = values.pop("main_company")
        tie = record.affiliations.filter(company=company).first()
        role = tie.role if tie else ""
        return contacts.edit(record, by=by, values=values, version=version, company=company, role=role)
