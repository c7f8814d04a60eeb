from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import LinkField
from crm.api.records import VerbViewSet
from crm.api.serializers import DeclaredFields
from workflow.actions import rulerun as runs
from workflow.filters.rulerun import RuleRunFilter
from workflow.models import Rule, RuleRun


class RuleRunSerializer(DeclaredFields):
    automation = LinkField(source="rule", queryset=Rule.objects.all())
    record = serializers.SerializerMethodField(help_text="null where the reader may not see it.")
    set_off_by_run = LinkField(source="parent", read_only=True, help_text="The run whose change set this one off.")

    class Meta:
        model = RuleRun
        fields = (
            "id", "automation", "record", "state", "reason", "set_off_by_run", "moment", "attempts", "created_at",
            "finished_at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "properties": {"type": {"type": "string"}, "id": {"type": "integer"}},
        }
    )
    def get_record(self, run):
        record = run.seen_record
        return {"type": record._meta.label_lower, "id": record.pk} if record else None


class RuleRunViewSet(VerbViewSet):
    """What automations did, newest last. A failed run can be done again."""

    model, filter, serializer_class = RuleRun, RuleRunFilter, RuleRunSerializer
    rights = {"replay": "change"}

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else self.load(rows)

    def load(self, queryset):
        return queryset.select_related("rule").with_records(self.request.user)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def replay(self, request, pk):
        """Once more, from the beginning."""
        return self.perform(runs.replay)
