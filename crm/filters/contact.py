from django.utils.translation import gettext_lazy as _

from crm.filters.customer import CustomerFilter
from crm.models import Company, Contact
from crm.ui.filters import RecordChoiceFilter


class ContactFilter(CustomerFilter):
    company = RecordChoiceFilter(
        queryset=Company.objects.all(), field_name="affiliations__company", label=_("Company")
    )

    class Meta:
        model = Contact
        fields = ["company", "owner", "team", "source", "tags", "city", "state", "created_at"]
