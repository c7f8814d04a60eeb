from crm.api.reference import LookupViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Source


class SourceSerializer(DeclaredFields):
    class Meta:
        model = Source
        fields = ("id", "name", "position", "is_active")


class SourceViewSet(LookupViewSet):
    """Where customers and opportunities come from."""

    model, serializer_class = Source, SourceSerializer
    example = {"name": "Trade fair", "position": 4}
