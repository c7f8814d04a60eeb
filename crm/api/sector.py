from crm.api.reference import LookupViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Sector


class SectorSerializer(DeclaredFields):
    class Meta:
        model = Sector
        fields = ("id", "name", "position", "is_active")


class SectorViewSet(LookupViewSet):
    """Lines of business of companies."""

    model, serializer_class = Sector, SectorSerializer
