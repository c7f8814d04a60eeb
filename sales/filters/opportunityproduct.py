import django_filters
from django.utils.translation import gettext_lazy as _

from crm.ui.filters import RecordChoiceFilter, RecordFilter
from sales.models import Opportunity, OpportunityProduct, Product


class OpportunityProductFilter(RecordFilter):
    opportunity = RecordChoiceFilter(queryset=Opportunity.objects.all(), label=_("Opportunity"))
    product = RecordChoiceFilter(queryset=Product.objects.all(), label=_("Product"))
    q = django_filters.CharFilter(field_name="product__name", lookup_expr="icontains", label=_("Search"))

    class Meta:
        model = OpportunityProduct
        fields = ["opportunity", "product"]
