from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from indicators.actions import indicator as indicators
from indicators.filters.indicator import IndicatorFilter
from indicators.models import Indicator, Snapshot, Strategy


class IndicatorSerializer(RecordSerializer):
    fixed = ("strategy",)
    strategy = LinkField(queryset=Strategy.objects.all(), write_only=True, help_text="What it measures first.")

    class Meta:
        model = Indicator
        fields = (
            *HEAD, "strategy", "plan", "kpi_key", "scope", "name", "cadence", "measured_by", "accountable",
            "is_headline", "position", "status", "status_since", *TAIL,
        )  # fmt: skip
        read_only_fields = ("plan", "status", "status_since", *READ_ONLY)
        validators = ()


class MeasurementSerializer(serializers.ModelSerializer):
    class Meta:
        model = Snapshot
        fields = (
            "id", "grain", "period_start", "period_end", "revision", "kpi_version", "value", "numerator",
            "denominator", "n", "left_out", "maturity", "band", "signal", "made_at",
        )  # fmt: skip


class IndicatorViewSet(RecordViewSet):
    """Metrics in use: of which part, how often measured, who answers for them; each hangs on a strategy."""

    model, filter, serializer_class = Indicator, IndicatorFilter, IndicatorSerializer
    do_edit = staticmethod(indicators.edit)
    example = {"strategy": 21, "kpi_key": "sal.win_rate_decided", "cadence": "month", "accountable": 4}

    def save_new(self, values):
        strategy = values.pop("strategy")
        return indicators.create(Indicator(**values), by=self.request.user, strategy=strategy)

    @extend_schema(responses=MeasurementSerializer(many=True))
    @action(detail=True, methods=["get"])
    def measurements(self, request, pk):
        """The figures kept of the whole organization, the newest period first; those of today's belief."""
        indicator = self.record()
        if not request.user.access.may("figures", Indicator):
            raise PermissionDenied(_("Your role does not allow this."))
        found = Snapshot.objects.current().filter(indicator=indicator)
        return Response(MeasurementSerializer(found.order_by("-period_start"), many=True).data)
