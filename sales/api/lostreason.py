from crm.api.reference import LookupViewSet
from crm.api.serializers import DeclaredFields
from sales.models import LostReason


class LostReasonSerializer(DeclaredFields):
    class Meta:
        model = LostReason
        fields = ("id", "name", "position", "is_active")


class LostReasonViewSet(LookupViewSet):
    """Why sales are lost."""

    model, serializer_class = LostReason, LostReasonSerializer
    example = {"name": "Bought nothing after all", "position": 7}
