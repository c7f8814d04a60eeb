from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import AboutField, LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL, RecordSerializer
from crm.models import User
from workflow.actions import approval as approvals
from workflow.filters.approval import ApprovalFilter
from workflow.models import Approval

VOTES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "person": {"type": "integer"},
            "decision": {"type": "string"},
            "reason": {"type": "string"},
            "decided_by": {"type": "integer", "nullable": True},
            "decided_at": {"type": "string", "format": "date-time", "nullable": True},
        },
    },
}


class ApprovalSerializer(RecordSerializer):
    fixed = ("rule",)
    record = AboutField(required=False, allow_null=True)
    people = serializers.ListField(
        child=LinkField(queryset=User.objects.all()), write_only=True, required=False, help_text="Who is asked."
    )
    votes = serializers.SerializerMethodField()

    class Meta:
        model = Approval
        fields = (
            *HEAD, "title", "record", "details", "rule", "due_at", *OWNED, "state", "decided_at", "votes", "people",
            *TAIL,
        )  # fmt: skip
        read_only_fields = ("owner", "team", "state", "decided_at", *READ_ONLY)

    @extend_schema_field(VOTES)
    def get_votes(self, approval):
        names = ("decision", "reason", "decided_at")
        return [
            {
                "person": vote.person_id,
                "decided_by": vote.decided_by_id,
                **{name: getattr(vote, name) for name in names},
            }
            for vote in approval.votes.all()
        ]


class Decision(serializers.Serializer):
    approves = serializers.BooleanField()
    reason = serializers.CharField(max_length=5000, required=False, allow_blank=True, help_text="A no needs one.")


class ApprovalViewSet(RecordViewSet):
    """What somebody has to agree to. What is asked of whom stays as it was; files are attached to it."""

    model, filter, serializer_class = Approval, ApprovalFilter, ApprovalSerializer
    sorts = {"id": "id", "due_at": "due_at", "created_at": "created_at", "updated_at": "updated_at"}
    rights = {"decide": "view", "withdraw": "change"}
    example = {
        "title": "Discount of 12%",
        "record": {"type": "sales.opportunity", "id": 9},
        "people": [4],
        "due_at": "2027-01-11T18:00:00Z",
    }

    def load(self, queryset):
        return queryset.prefetch_related("votes")

    def get_queryset(self):
        return self.load(super().get_queryset())

    def save_new(self, values):
        people = values.pop("people", [])
        return approvals.create(Approval(**values), by=self.request.user, people=people)

    def save_changes(self, record, values, version):
        values.pop("people", None)
        return super().save_changes(record, values, version)

    @extend_schema(request=Decision)
    @action(detail=True, methods=["post"])
    def decide(self, request, pk):
        """One's own word, or that of somebody who is away; once."""
        return self.perform(approvals.decide, **self.asked(Decision))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """No longer wanted."""
        return self.perform(approvals.withdraw)
