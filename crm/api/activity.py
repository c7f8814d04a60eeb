from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from crm.actions import activity as activities
from crm.api.links import AboutField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from crm.filters.activity import ActivityFilter
from crm.models import Activity

CLOCKS_DIFFER = timedelta(minutes=5)


class ActivitySerializer(RecordSerializer):
    record = AboutField()

    class Meta:
        model = Activity
        fields = (
            *HEAD, "record", "kind", "subject", "body", "outcome", "duration", "occurred_at", "owner", *TAIL,
        )  # fmt: skip
        read_only_fields = ("owner", *READ_ONLY)

    def validate_occurred_at(self, moment):
        if moment > timezone.now() + CLOCKS_DIFFER:
            raise serializers.ValidationError(_("This lies in the future. What is to be done is a task."))
        return moment

    def validate(self, attrs):
        attrs = super().validate(attrs)
        kind, body = (attrs.get(name, getattr(self.instance, name, None)) for name in ("kind", "body"))
        if (kind or "note") == "note" and not body:
            raise serializers.ValidationError({"body": [_("Write what the note says.")]})
        return attrs


class ActivityViewSet(RecordViewSet):
    """What happened with a customer: calls, meetings, e-mails, notes."""

    model, filter, serializer_class = Activity, ActivityFilter, ActivitySerializer
    sorts = {"id": "id", "occurred_at": "occurred_at"}
    example = {
        "record": {"type": "crm.company", "id": 7},
        "kind": "call",
        "subject": "Asked for a proposal",
        "outcome": "reached",
        "duration": 12,
        "occurred_at": "2026-11-21T13:30:00Z",
    }

    def save_new(self, values):
        return activities.log(Activity(**values), by=self.request.user)
