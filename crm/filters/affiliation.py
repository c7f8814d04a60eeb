import django_filters
from django.utils.translation import gettext_lazy as _

from crm.models import Affiliation, Company, Contact
from crm.ui.filters import RecordChoiceFilter, RecordFilter


class AffiliationFilter(RecordFilter):
    contact = RecordChoiceFilter(queryset=Contact.objects.all(), label=_("Contact"))
    company = RecordChoiceFilter(queryset=Company.objects.all(), label=_("Company"))
    is_primary = django_filters.BooleanFilter(label=_("Main company"))
    q = django_filters.CharFilter(field_name="role", lookup_expr="icontains", label=_("Search"))

    class Meta:
        model = Affiliation
        fields = ["contact", "company", "is_primary"]
