import django_filters
from django.utils.translation import gettext_lazy as _

from crm.filters.customer import CustomerFilter
from crm.models import Company, Sector
from crm.ui.filters import RecordChoiceFilter


class CompanyFilter(CustomerFilter):
    relationship = django_filters.MultipleChoiceFilter(choices=Company.RELATIONSHIPS, label=_("Relationship"))
    sector = django_filters.ModelMultipleChoiceFilter(queryset=Sector.objects.all(), label=_("Sector"))
    parent = RecordChoiceFilter(queryset=Company.objects.all(), label=_("Head office"), method="by_head_office")

    class Meta:
        model = Company
        fields = [
            "relationship",
            "sector",
            "owner",
            "team",
            "source",
            "tags",
            "city",
            "state",
            "parent",
            "created_at",
        ]

    def by_head_office(self, queryset, name, company):
        """All below it, as its page shows them."""
        return queryset.below(company)
