from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from indicators.actions import goal as goals
from indicators.filters.goal import GoalFilter
from indicators.models import Goal, Indicator, Plan


class GoalSerializer(RecordSerializer):
    fixed = ("plan",)
    plan = LinkField(queryset=Plan.objects.all())
    benefit_indicator = LinkField(queryset=Indicator.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Goal
        fields = (
            *HEAD, "plan", "statement", "pillar", "kind", "goal_owner", "starts_on", "ends_on", "position",
            "benefit_method", "benefit_inputs", "benefit_indicator", "benefit_group", "claims_benefit", *TAIL,
        )  # fmt: skip
        read_only_fields = READ_ONLY
        # One claimant per group is said by the action, beside the field.
        validators = ()


class GoalViewSet(RecordViewSet):
    """What a plan is there for, each with the method that puts money on it."""

    model, filter, serializer_class = Goal, GoalFilter, GoalSerializer
    do_trash = staticmethod(goals.trash)
    example = {
        "plan": 3,
        "statement": "Win more customers",
        "kind": "acquisition",
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
    }
