from rest_framework import serializers

from sales.actions import opportunityproduct as lines
from sales.api.part import PartSerializer, PartViewSet
from sales.filters.opportunityproduct import OpportunityProductFilter
from sales.models import OpportunityProduct


class OpportunityProductSerializer(PartSerializer):
    unit_price = serializers.DecimalField(
        max_digits=16,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="Without it: the product's list price.",
    )
    total = serializers.DecimalField(max_digits=18, decimal_places=2, read_only=True)

    class Meta:
        model = OpportunityProduct
        fields = (
            "id", "opportunity", "version", "product", "quantity", "unit_price", "discount", "total", "position",
            "created_at",
        )  # fmt: skip
        read_only_fields = ("position", "created_at")


class OpportunityProductViewSet(PartViewSet):
    """Product lines of opportunities: what, how many, at which price. With any, their sum is the amount."""

    model, filter, serializer_class = OpportunityProduct, OpportunityProductFilter, OpportunityProductSerializer
    example = {"opportunity": 31, "product": 4, "quantity": "12.000", "unit_price": "899.90", "discount": "5.00"}
    do_trash = staticmethod(lines.remove_line)

    def save_new(self, values):
        opportunity = values.pop("opportunity")
        return lines.add_line(opportunity, by=self.request.user, version=self.asked_version(), **values)

    def save_changes(self, record, values, version):
        return lines.change_line(record, by=self.request.user, values=values, version=version)
