from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL, RecordSerializer
from indicators.actions import correctiveaction as actions
from indicators.filters.correctiveaction import CorrectiveActionFilter
from indicators.models import CorrectiveAction, Indicator


class CorrectiveActionSerializer(RecordSerializer):
    fixed = ("indicator",)
    indicator = LinkField(queryset=Indicator.objects.all())

    class Meta:
        model = CorrectiveAction
        fields = (
            *HEAD, "title", "indicator", "cause", "state", "hypothesis", "remedy", "due_on", "check_periods",
            *OWNED, "opened_at", "carried_out_at", "closed_at", "result", *TAIL,
        )  # fmt: skip
        read_only_fields = ("cause", "state", "opened_at", "carried_out_at", "closed_at", "result", *READ_ONLY)


class Remedy(serializers.Serializer):
    hypothesis = serializers.CharField(max_length=5000)
    remedy = serializers.CharField(max_length=5000)


class Dismissal(serializers.Serializer):
    result = serializers.CharField(max_length=5000, help_text="Why nothing has to be done.")


class CorrectiveActionViewSet(RecordViewSet):
    """What is done about figures that are off. Norte opens them; a person may too."""

    model, filter, serializer_class = CorrectiveAction, CorrectiveActionFilter, CorrectiveActionSerializer
    sorts = {"id": "id", "due_on": "due_on", "created_at": "created_at", "updated_at": "updated_at"}
    rights = {"carry_out": "change", "escalate": "change", "dismiss": "change"}
    do_create, do_edit = staticmethod(actions.create), staticmethod(actions.edit)
    do_trash = staticmethod(actions.trash)
    example = {"title": "Find out why the win rate fell", "indicator": 12, "due_on": "2027-02-14"}

    @extend_schema(request=Remedy)
    @action(detail=True, methods=["post"], url_path="carry-out")
    def carry_out(self, request, pk):
        """Done; from now on the figure has to show it."""
        return self.perform(actions.carry_out, **self.asked(Remedy))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def escalate(self, request, pk):
        """To the sponsor of the plan."""
        return self.perform(actions.escalate)

    @extend_schema(request=Dismissal)
    @action(detail=True, methods=["post"])
    def dismiss(self, request, pk):
        """Nothing has to be done."""
        return self.perform(actions.dismiss, **self.asked(Dismissal))
