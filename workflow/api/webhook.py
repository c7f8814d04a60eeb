from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.records import VerbViewSet
from crm.api.serializers import HEAD, OWNED, TAIL, RecordSerializer
from workflow.actions import webhook as webhooks
from workflow.filters.webhook import WebhookFilter
from workflow.models import Webhook


class WebhookSerializer(RecordSerializer):
    address = serializers.CharField(source="url", read_only=True, help_text="Where events are sent.")

    class Meta:
        model = Webhook
        fields = (
            *HEAD, "name", "address", "events", "is_on", "on_since", "off_reason", "failures", "failing_since",
            *OWNED, *TAIL,
        )  # fmt: skip
        read_only_fields = fields


class WebhookViewSet(VerbViewSet):
    """Addresses that are told what happens. They are made in the pages, where their secret is shown once."""

    model, filter, serializer_class = Webhook, WebhookFilter, WebhookSerializer
    rights = {"switch_on": "change", "switch_off": "change"}

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="switch-on")
    def switch_on(self, request, pk):
        """What happens from now on is told."""
        return self.perform(webhooks.switch_on)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="switch-off")
    def switch_off(self, request, pk):
        """Nothing more is sent."""
        return self.perform(webhooks.switch_off)
