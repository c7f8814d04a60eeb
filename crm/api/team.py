from crm.actions import team as teams
from crm.api.reference import KeptViewSet
from crm.api.serializers import DeclaredFields
from crm.models import Team


class TeamSerializer(DeclaredFields):
    class Meta:
        model = Team
        fields = ("id", "name", "parent", "head")


class TeamViewSet(KeptViewSet):
    """Teams, a tree with a head for each. Only an empty one can be deleted."""

    model, serializer_class = Team, TeamSerializer
    rights = {"destroy": "change"}
    example = {"name": "Inside sales", "parent": 2, "head": 5}
    do_create, do_trash = staticmethod(teams.create), staticmethod(teams.remove)

    def save_changes(self, record, values, version):
        return teams.edit(record, by=self.request.user, values=values)
