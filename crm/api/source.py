from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Source


class SourceSerializer(DeclaredFields):
    class Meta:
        model = Source
        fields = read_only_fields = ("id", "name", "position", "is_active")


class SourceViewSet(ReferenceViewSet):
    """Where customers and opportunities come from."""

    model, serializer_class = Source, SourceSerializer
