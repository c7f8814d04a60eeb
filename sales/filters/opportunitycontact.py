import django_filters
from django.utils.translation import gettext_lazy as _

from crm.models import Contact
from crm.ui.filters import RecordChoiceFilter, RecordFilter
from sales.models import Opportunity, OpportunityContact


class OpportunityContactFilter(RecordFilter):
    opportunity = RecordChoiceFilter(queryset=Opportunity.objects.all(), label=_("Opportunity"))
    contact = RecordChoiceFilter(queryset=Contact.objects.all(), label=_("Contact"))
    is_primary = django_filters.BooleanFilter(label=_("Main contact"))
    q = django_filters.CharFilter(field_name="contact__name", lookup_expr="icontains", label=_("Search"))

    class Meta:
        model = OpportunityContact
        fields = ["opportunity", "contact", "role", "is_primary"]
