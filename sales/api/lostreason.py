from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from sales.models import LostReason


class LostReasonSerializer(DeclaredFields):
    class Meta:
        model = LostReason
        fields = read_only_fields = ("id", "name", "position", "is_active")


class LostReasonViewSet(ReferenceViewSet):
    """Why sales are lost."""

    model, serializer_class = LostReason, LostReasonSerializer
