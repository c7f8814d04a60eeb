from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction

from crm.actions import record as records
from indicators.actions import baseline as baselines
from indicators.models import Baseline
from indicators.tests.story import STEADY, month, watched, win

pytestmark = pytest.mark.django_db


def test_a_baseline_is_worked_out_from_the_year_before_the_plan(ana):
    indicator = watched(ana)

    made = baselines.freeze(indicator, by=None)

    assert (made.starts_on, made.ends_on, made.n) == (date(2025, 1, 1), date(2026, 1, 1), 12)
    assert made.mean == sum(STEADY) / len(STEADY)
    assert made.lower < min(STEADY)
    assert made.upper > max(STEADY)
    assert not made.is_provisional


def test_the_same_records_give_the_same_digest_and_other_ones_another(ana):
    indicator = watched(ana)
    periods = baselines.window(indicator.grain, indicator.plan.starts_on)
    digest = baselines.worked_out(indicator, periods).digest

    assert baselines.worked_out(indicator, periods).digest == digest
    win(ana, 1, date(2025, 6, 3))
    assert baselines.worked_out(indicator, periods).digest != digest


def test_what_changes_later_does_not_move_a_frozen_baseline(ana):
    indicator = watched(ana)
    frozen = baselines.freeze(indicator, by=None)
    win(ana, 90_000, date(2025, 6, 3))

    assert baselines.freeze(indicator, by=None) == frozen
    assert Baseline.objects.get().mean == frozen.mean


def test_months_before_the_first_record_are_no_points(ana):
    indicator = watched(ana, [1000, 1100, 1000])

    made = baselines.freeze(indicator, by=None)

    assert (made.n, made.is_provisional, made.lower) == (3, True, None)
    assert made.starts_on == month(-2)


def test_a_baseline_without_records_has_no_mean(ana):
    made = baselines.freeze(watched(ana, []), by=None)

    assert (made.n, made.mean) == (0, None)


def test_a_rebase_needs_a_reason_and_keeps_the_old_baseline(ana, bruno):
    indicator = watched(ana)
    first = baselines.freeze(indicator, by=bruno)

    with pytest.raises(ValidationError, match="Say why"):
        baselines.rebase(indicator, by=bruno, reason=" ", starts_on=month(-5), ends_on=month(1))
    second = baselines.rebase(indicator, by=bruno, reason="New region", starts_on=month(-5), ends_on=month(1))

    assert baselines.current(indicator) == second
    assert (second.replaces, second.frozen_by, second.n) == (first, bruno, 6)
    assert Baseline.objects.count() == 2


def test_nobody_rewrites_a_baseline(ana):
    baselines.freeze(watched(ana), by=None)

    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        Baseline.objects.update(mean=1)


def test_a_seller_freezes_nothing(ana):
    with pytest.raises(PermissionDenied):
        baselines.freeze(watched(ana), by=ana)


def test_what_a_frozen_baseline_was_worked_out_from_stays(ana, bruno):
    from indicators.actions import indicator as indicators

    indicator = watched(ana)
    indicators.edit(indicator, by=bruno, values={"cadence": "week"})
    indicators.edit(indicator, by=bruno, values={"cadence": "month"})
    baselines.freeze(indicator, by=bruno)

    with pytest.raises(ValidationError, match="frozen"):
        indicators.edit(indicator, by=bruno, values={"cadence": "week"})
    assert records.edit(indicator, by=bruno, values={"name": "Income"}).name == "Income"
