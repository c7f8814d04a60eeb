"""The demonstration shows a plan under way, and one that still lacks much."""

import pytest

from crm.demo.build import build
from crm.models import Message
from indicators.models import CorrectiveAction, Indicator, Plan
from indicators.monitoring.completeness import defects

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_one_plan_is_measured_and_one_is_still_a_draft():
    build("pt-br")

    under_way, begun = Plan.objects.order_by("pk")
    assert (under_way.state, begun.state) == ("active", "draft")
    assert defects(under_way) == []
    assert len(defects(begun)) > 5
    assert not Indicator.objects.filter(plan=under_way, measured_at=None).exists()
    assert set(CorrectiveAction.objects.values_list("state", flat=True)) == {"open", "checking"}
    assert "below" in set(CorrectiveAction.objects.values_list("cause", flat=True))
    assert not Message.objects.exists()
