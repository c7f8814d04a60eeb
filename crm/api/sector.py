from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Sector


class SectorSerializer(DeclaredFields):
    class Meta:
        model = Sector
        fields = read_only_fields = ("id", "name", "position", "is_active")


class SectorViewSet(ReferenceViewSet):
    """Lines of business of companies."""

    model, serializer_class = Sector, SectorSerializer
