from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from indicators.actions import strategy as strategies
from indicators.api.strategy import INITIATIVE
from indicators.filters.tactic import TacticFilter
from indicators.models import Strategy, Tactic


class TacticSerializer(RecordSerializer):
    fixed = ("strategy",)
    strategy = LinkField(queryset=Strategy.objects.all())

    class Meta:
        model = Tactic
        fields = (*HEAD, "strategy", *INITIATIVE, "due_on", "done_at", *TAIL)
        read_only_fields = ("phase", "done_at", *READ_ONLY)


class TacticViewSet(RecordViewSet):
    """A step of a strategy that somebody takes by a day, with its scores for benefit and impact from 1 to 5."""

    model, filter, serializer_class = Tactic, TacticFilter, TacticSerializer
    do_create, do_edit = staticmethod(strategies.create), staticmethod(strategies.edit)
    rights = {"complete": "change", "reopen": "change"}
    example = {"strategy": 21, "statement": "Train the sellers", "due_on": "2027-03-31", "benefit": 3, "impact": 1}

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def complete(self, request, pk):
        """Done."""
        return self.perform(strategies.complete)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Not done after all."""
        return self.perform(strategies.reopen)
