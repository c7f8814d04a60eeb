from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from workflow.models import ProcessTemplate

STEPS = {
    "type": "array",
    "items": {"type": "object", "properties": {"key": {"type": "string"}, "title": {"type": "string"}}},
}
SCHEDULE = {
    "type": "object",
    "nullable": True,
    "properties": {
        "rule": {"type": "string"},
        "starter": {"type": "integer"},
        "starts_at": {"type": "string", "format": "date-time"},
        "shift": {"type": "string"},
        "ends_on": {"type": "string", "format": "date", "nullable": True},
        "next_start_at": {"type": "string", "format": "date-time", "nullable": True},
        "is_paused": {"type": "boolean"},
    },
}


class ProcessTemplateSerializer(DeclaredFields):
    about = serializers.SerializerMethodField(help_text="The kind of record it is about, null for any.")
    steps = serializers.SerializerMethodField()
    schedule = serializers.SerializerMethodField(help_text="When it starts by itself, null for never.")

    class Meta:
        model = ProcessTemplate
        fields = ("id", "name", "description", "about", "is_active", "steps", "schedule")

    def get_about(self, template) -> str | None:
        kind = template.record_type
        return f"{kind.app_label}.{kind.model}" if kind else None

    @extend_schema_field(STEPS)
    def get_steps(self, template):
        return [{"key": step.key, "title": step.title, "kind": step.kind} for step in template.steps.all()]

    @extend_schema_field(SCHEDULE)
    def get_schedule(self, template):
        schedule = getattr(template, "schedule", None)
        if schedule is None:
            return None
        names = ("rule", "starts_at", "shift", "ends_on", "next_start_at", "is_paused")
        return {"starter": schedule.starter_id, **{name: getattr(schedule, name) for name in names}}


class ProcessTemplateViewSet(ReferenceViewSet):
    """What can be started. Kept in the pages."""

    model, serializer_class = ProcessTemplate, ProcessTemplateSerializer

    def get_queryset(self):
        return self.load(super().get_queryset())

    def load(self, queryset):
        return queryset.select_related("record_type", "schedule").prefetch_related("steps")
