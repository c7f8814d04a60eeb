from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from workflow.models import Calendar

VERSIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "valid_from": {"type": "string", "format": "date", "nullable": True},
            "time_zone": {"type": "string", "example": "America/Sao_Paulo"},
            "windows": {"type": "array", "items": {}, "example": [[["08:00", "12:00"], ["13:30", "18:00"]]]},
            "region": {"type": "string", "example": "BR-RS"},
            "optional_days": {"type": "array", "items": {"type": "string"}},
            "holidays": {"type": "array", "items": {"type": "object"}},
            "exceptions": {"type": "array", "items": {"type": "object"}},
        },
    },
}


class CalendarSerializer(DeclaredFields):
    teams = serializers.SerializerMethodField(help_text="Teams that follow it; those below follow too.")
    versions = serializers.SerializerMethodField(help_text="From which day on it says what; the newest last.")

    class Meta:
        model = Calendar
        fields = ("id", "name", "is_default", "teams", "versions")

    def get_teams(self, calendar) -> list[int]:
        return sorted(use.team_id for use in calendar.uses.all())

    @extend_schema_field(VERSIONS)
    def get_versions(self, calendar):
        names = [*VERSIONS["items"]["properties"]]
        return [{name: getattr(one, name) for name in names} for one in calendar.versions.all()]


class CalendarViewSet(ReferenceViewSet):
    """Working calendars: hours of each weekday from Monday, holidays, exceptions. Kept in the pages."""

    model, serializer_class = Calendar, CalendarSerializer

    def get_queryset(self):
        return self.load(super().get_queryset())

    def load(self, queryset):
        return queryset.prefetch_related("versions", "uses")
