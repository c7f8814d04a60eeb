from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from indicators.actions import plan as plans
from indicators.filters.plan import PlanFilter
from indicators.models import Plan


class PlanSerializer(RecordSerializer):
    class Meta:
        model = Plan
        fields = (
            *HEAD, "name", "purpose", "sponsor", "manager", "starts_on", "ends_on", "margin", "state",
            "activated_at", "closed_at", *TAIL,
        )  # fmt: skip
        read_only_fields = ("state", "activated_at", "closed_at", *READ_ONLY)


class PlanViewSet(RecordViewSet):
    """CRM projects with their goals. A plan is activated only when nothing is missing: 400 says how much is."""

    model, filter, serializer_class = Plan, PlanFilter, PlanSerializer
    sorts = {"id": "id", "name": "name_fold", "created_at": "created_at", "updated_at": "updated_at"}
    rights = {"activate": "change", "close": "change", "reopen": "change"}
    example = {"name": "CRM 2027", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "margin": "35.00"}

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def activate(self, request, pk):
        """Begin to measure."""
        return self.perform(plans.activate)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        """End measuring; what was measured stays."""
        return self.perform(plans.close)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """A draft again."""
        return self.perform(plans.reopen)
