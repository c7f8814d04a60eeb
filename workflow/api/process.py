from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import AboutField, LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL, RecordSerializer
from workflow.actions import process as processes
from workflow.filters.process import ProcessFilter
from workflow.models import Process, ProcessTemplate

STEPS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "key": {"type": "string"},
            "title": {"type": "string"},
            "state": {"type": "string"},
            "opened_at": {"type": "string", "format": "date-time", "nullable": True},
            "ended_at": {"type": "string", "format": "date-time", "nullable": True},
            "reason": {"type": "string"},
        },
    },
}


class ProcessSerializer(RecordSerializer):
    fixed = ("template",)
    template = LinkField(queryset=ProcessTemplate.objects.all())
    record = AboutField(required=False, allow_null=True)
    steps = serializers.SerializerMethodField()

    class Meta:
        model = Process
        fields = (
            *HEAD, "name", "template", "record", "state", *OWNED, "started_at", "ended_at", "cancel_reason", "steps",
            *TAIL,
        )  # fmt: skip
        read_only_fields = ("name", "state", "team", "started_at", "ended_at", "cancel_reason", "owner", *READ_ONLY)

    @extend_schema_field(STEPS)
    def get_steps(self, process):
        names = [*STEPS["items"]["properties"]]
        return [{name: getattr(run, name) for name in names} for run in process.steps.all()]


class Reason(serializers.Serializer):
    reason = serializers.CharField(max_length=200)


class ProcessViewSet(RecordViewSet):
    """Processes under way. POST starts one; an Idempotency-Key starts it once."""

    model, filter, serializer_class = Process, ProcessFilter, ProcessSerializer
    sorts = {"id": "id", "started_at": "started_at", "updated_at": "updated_at"}
    rights = {"cancel": "change"}
    example = {"template": 3, "record": {"type": "crm.company", "id": 7}}

    def load(self, queryset):
        return queryset.prefetch_related("steps")

    def get_queryset(self):
        return self.load(super().get_queryset())

    def save_new(self, values):
        return processes.start(values["template"], values.get("about"), by=self.request.user)

    def save_changes(self, record, values, version):
        values.pop("about", None)
        return super().save_changes(record, values, version)

    @extend_schema(request=Reason)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """It will not go on."""
        return self.perform(processes.cancel, **self.asked(Reason))
