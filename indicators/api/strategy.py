from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from indicators.actions import strategy as strategies
from indicators.filters.strategy import StrategyFilter
from indicators.models import Goal, Strategy

INITIATIVE = ("statement", "function", "responsible", "benefit", "impact", "phase", "is_left_out", "position")


class StrategySerializer(RecordSerializer):
    fixed = ("goal",)
    goal = LinkField(queryset=Goal.objects.all())

    class Meta:
        model = Strategy
        fields = (*HEAD, "goal", *INITIATIVE, *TAIL)
        read_only_fields = ("phase", *READ_ONLY)


class StrategyViewSet(RecordViewSet):
    """How a goal is to be reached, with its scores for benefit and impact from 1 to 5."""

    model, filter, serializer_class = Strategy, StrategyFilter, StrategySerializer
    do_create, do_edit = staticmethod(strategies.create), staticmethod(strategies.edit)
    do_trash = staticmethod(strategies.trash)
    example = {"goal": 8, "statement": "Visit dormant customers", "function": "sales", "benefit": 4, "impact": 2}
