from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Team


class TeamSerializer(DeclaredFields):
    class Meta:
        model = Team
        fields = read_only_fields = ("id", "name", "parent", "head")


class TeamViewSet(ReferenceViewSet):
    """Teams, a tree with a head for each."""

    model, serializer_class = Team, TeamSerializer
