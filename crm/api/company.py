from rest_framework import serializers

from crm import brazil
from crm.api.customer import ADDRESS, REACH, SORTS, CustomerSerializer
from crm.api.duplicate import WarnsOfDuplicates
from crm.api.merge import Merges
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL
from crm.filters.company import CompanyFilter
from crm.models import Company


class CompanySerializer(CustomerSerializer):
    cnpj = serializers.CharField(max_length=24, required=False, allow_blank=True)

    class Meta:
        model = Company
        fields = (
            *HEAD, "name", "legal_name", "cnpj", "relationship", *REACH, "website", "sector", "parent", *ADDRESS,
            "employees", "annual_revenue", "founded", "description", "source", *OWNED, *TAIL,
        )  # fmt: skip
        read_only_fields = READ_ONLY

    def validate_cnpj(self, cnpj):
        return brazil.clean_cnpj(cnpj)


class CompanyViewSet(WarnsOfDuplicates, Merges, RecordViewSet):
    """Organisations one sells to, buys from or works with."""

    model, filter, serializer_class, sorts = Company, CompanyFilter, CompanySerializer, SORTS
    example = {
        "name": "Padaria São João",
        "cnpj": "12.ABC.345/01DE-35",
        "relationship": "prospect",
        "emails": ["contato@padaria.example"],
        "phones": ["(51) 99999-0000"],
        "city": "Porto Alegre",
        "state": "RS",
        "annual_revenue": "480000.00",
        "tags": ["bakery"],
        "external_id": "ERP-1042",
    }
