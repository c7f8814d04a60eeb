import django_filters
from django.utils.translation import gettext_lazy as _

from crm.models import Tag
from crm.models.organization import CURRENCIES
from crm.ui.filters import RecordFilter
from sales.models import Product


class ProductFilter(RecordFilter):
    family = django_filters.CharFilter(lookup_expr="iexact", label=_("Family"))
    is_active = django_filters.BooleanFilter(label=_("For sale"))
    currency = django_filters.MultipleChoiceFilter(choices=CURRENCIES, label=_("Currency"))
    unit = django_filters.MultipleChoiceFilter(choices=Product.UNITS, label=_("Unit of measure"))
    price = django_filters.RangeFilter(
        label=_("List price"),
        widget=django_filters.widgets.RangeWidget(attrs={"type": "number", "min": "0", "step": "any"}),
    )
    tags = django_filters.ModelMultipleChoiceFilter(
        queryset=Tag.objects.all(), to_field_name="name", method="by_tags", label=_("Tags")
    )

    class Meta:
        model = Product
        fields = []

    def by_tags(self, queryset, name, value):
        names = [tag.name for tag in value]
        return queryset.filter(tags__contains=names) if names else queryset
