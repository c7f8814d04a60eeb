from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from sales.models import Stage


class StageSerializer(DeclaredFields):
    class Meta:
        model = Stage
        fields = read_only_fields = (
            "id",
            "pipeline",
            "name",
            "kind",
            "probability",
            "forecast_category",
            "days_until_stale",
            "required_fields",
            "position",
        )


class StageViewSet(ReferenceViewSet):
    """Steps of a pipeline; `kind` says whether a sale there is open, won or lost."""

    model, serializer_class = Stage, StageSerializer
