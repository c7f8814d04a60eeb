from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL, RecordSerializer
from crm.models import Contact
from sales.actions import opportunity as opportunities
from sales.filters.opportunity import OpportunityFilter
from sales.models import LostReason, Opportunity, Stage

SET_BY_MOVES = ("state", "stage_since", "opened_at", "closed_at", "lost_reason", "lost_note", "excuse")


class OpportunitySerializer(RecordSerializer):
    stage = LinkField(queryset=Stage.objects.all(), required=False, help_text="To set it is a move.")
    contact = LinkField(
        queryset=Contact.objects.all(), required=False, write_only=True, help_text="The main contact, when creating."
    )

    class Meta:
        model = Opportunity
        fields = (
            *HEAD, "name", "company", "contact", "pipeline", "stage", "state", "stage_since", "amount", "currency",
            "probability", "closes_on", "opened_at", "closed_at", "source", "lost_reason", "lost_note", "excuse",
            "description", *OWNED, *TAIL,
        )  # fmt: skip
        read_only_fields = (*SET_BY_MOVES, *READ_ONLY)
        extra_kwargs = {"pipeline": {"required": False, "help_text": "That of the stage; to change it, set a stage."}}

    def validate(self, attrs):
        attrs = super().validate(attrs)
        stage = attrs.get("stage") or (self.instance and self.instance.stage)
        if stage and attrs.get("pipeline", stage.pipeline) != stage.pipeline:
            raise serializers.ValidationError({"pipeline": [_("The stage belongs to another pipeline.")]})
        if self.instance and "contact" in attrs:
            raise serializers.ValidationError({"contact": [_("People are added as contacts of the opportunity.")]})
        return attrs


class Version(serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1)


class OpportunityMove(Version):
    stage = LinkField(queryset=Stage.objects.all())
    reason = LinkField(queryset=LostReason.objects.all(), required=False, help_text="For a stage of lost ones.")
    note = serializers.CharField(required=False, max_length=10_000, allow_blank=True)


class OpportunityWin(Version):
    stage = LinkField(queryset=Stage.objects.filter(kind="won"), required=False)


class OpportunityLoss(Version):
    reason = LinkField(queryset=LostReason.objects.all())
    note = serializers.CharField(required=False, max_length=10_000, allow_blank=True)


class OpportunityReopening(Version):
    stage = LinkField(queryset=Stage.objects.filter(kind="open"), required=False)


class OpportunityExcuse(serializers.Serializer):
    reason = serializers.CharField(max_length=160)


class OpportunityViewSet(RecordViewSet):
    """Sales in the making. Stages are entered by moving, winning, losing and reopening."""

    model, filter, serializer_class = Opportunity, OpportunityFilter, OpportunitySerializer
    sorts = {"id": "id", "name": "name_fold", "created_at": "created_at", "updated_at": "updated_at"}
    rights = dict.fromkeys(("move", "win", "lose", "reopen", "excuse", "unexcuse"), "change")
    do_edit = staticmethod(opportunities.edit)
    example = {
        "name": "Solar roof",
        "company": 7,
        "stage": 1,
        "amount": "48000.00",
        "currency": "BRL",
        "closes_on": "2026-12-12",
    }

    def save_new(self, values):
        contact = values.pop("contact", None)
        return opportunities.create(Opportunity(**values), by=self.request.user, contact=contact)

    @extend_schema(request=OpportunityMove)
    @action(detail=True, methods=["post"])
    def move(self, request, pk):
        """Into any stage, whatever that means: on, won, lost or reopened."""
        return self.perform(opportunities.move, **self.asked(OpportunityMove))

    @extend_schema(request=OpportunityWin)
    @action(detail=True, methods=["post"])
    def win(self, request, pk):
        """Close with a sale."""
        return self.perform(opportunities.win, **self.asked(OpportunityWin))

    @extend_schema(request=OpportunityLoss)
    @action(detail=True, methods=["post"])
    def lose(self, request, pk):
        """Close without a sale; the reason must be given."""
        return self.perform(opportunities.lose, **self.asked(OpportunityLoss))

    @extend_schema(request=OpportunityReopening)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Back to the open stage it was last in, or another."""
        return self.perform(opportunities.reopen, **self.asked(OpportunityReopening))

    @extend_schema(request=OpportunityExcuse)
    @action(detail=True, methods=["post"])
    def excuse(self, request, pk):
        """It may stay without a next task; the reason must be given."""
        return self.perform(opportunities.excuse, **self.asked(OpportunityExcuse))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def unexcuse(self, request, pk):
        """It needs a next task again."""
        return self.perform(opportunities.unexcuse)
