from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.records import VerbViewSet
from crm.api.serializers import HEAD, OWNED, TAIL, RecordSerializer
from workflow.actions import rule as rules
from workflow.automation import words
from workflow.filters.rule import RuleFilter
from workflow.models import Rule


class RuleSerializer(RecordSerializer):
    kind = serializers.SerializerMethodField(help_text="The kind of record, such as sales.opportunity.")
    sentence = serializers.SerializerMethodField(help_text="The trigger in words.")

    class Meta:
        model = Rule
        fields = (
            *HEAD, "name", "description", "kind", "trigger", "sentence", "is_on", "on_since", "off_reason",
            "failures", *OWNED, *TAIL,
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(str)
    def get_kind(self, rule):
        return rule.model._meta.label_lower if rule.model else None

    @extend_schema_field(str)
    def get_sentence(self, rule):
        return words.when(rule)


class RuleViewSet(VerbViewSet):
    """Automations. They are made in the pages; here one reads them and switches them on and off."""

    model, filter, serializer_class = Rule, RuleFilter, RuleSerializer
    sorts = {"id": "id", "name": "name_fold", "created_at": "created_at", "updated_at": "updated_at"}
    rights = {"switch_on": "change", "switch_off": "change"}

    def load(self, queryset):
        return queryset.select_related("record_type")

    def get_queryset(self):
        return self.load(super().get_queryset())

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="switch-on")
    def switch_on(self, request, pk):
        """It acts by itself from now on, with the rights of who switches it on."""
        return self.perform(rules.switch_on)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="switch-off")
    def switch_off(self, request, pk):
        """Nothing more happens by itself."""
        return self.perform(rules.switch_off)
