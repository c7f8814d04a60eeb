from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from sales.models import Pipeline


class PipelineSerializer(DeclaredFields):
    class Meta:
        model = Pipeline
        fields = read_only_fields = ("id", "name", "is_default", "is_active", "position")


class PipelineViewSet(ReferenceViewSet):
    """Ways a sale can go, each with stages of its own."""

    model, serializer_class = Pipeline, PipelineSerializer
