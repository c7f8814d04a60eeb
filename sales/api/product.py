from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from sales.filters.product import ProductFilter
from sales.models import Product


class ProductSerializer(RecordSerializer):
    class Meta:
        model = Product
        fields = (*HEAD, "name", "code", "family", "price", "currency", "unit", "is_active", "description", *TAIL)
        read_only_fields = READ_ONLY


class ProductViewSet(RecordViewSet):
    """What one sells."""

    model, filter, serializer_class = Product, ProductFilter, ProductSerializer
    sorts = {"id": "id", "name": "name_fold", "created_at": "created_at", "updated_at": "updated_at"}
    example = {"name": "Solar panel 550 W", "code": "SP-550", "price": "899.90", "currency": "BRL", "unit": "unit"}
