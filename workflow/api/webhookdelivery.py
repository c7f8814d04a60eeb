from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import LinkField
from crm.api.records import VerbViewSet
from crm.api.serializers import DeclaredFields
from workflow.actions import webhookdelivery as deliveries
from workflow.filters.webhookdelivery import WebhookDeliveryFilter
from workflow.models import Webhook, WebhookDelivery


class WebhookDeliverySerializer(DeclaredFields):
    webhook = LinkField(queryset=Webhook.objects.all())
    event_key = serializers.SerializerMethodField(help_text="As the receiver gets it: the header webhook-id.")

    class Meta:
        model = WebhookDelivery
        fields = (
            "id", "webhook", "event", "event_key", "state", "attempts", "status", "error", "seconds", "occurred_at",
            "due_at", "finished_at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(str)
    def get_event_key(self, delivery):
        return delivery.event_id


class WebhookDeliveryViewSet(VerbViewSet):
    """What was sent to webhooks, and how it was answered. Each can be sent again."""

    model, filter, serializer_class = WebhookDelivery, WebhookDeliveryFilter, WebhookDeliverySerializer
    rights = {"replay": "change"}

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def replay(self, request, pk):
        """The same event once more, with the record as it is now."""
        return self.perform(deliveries.replay)
