"""What was believed on a past day: nothing learned later shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from indicators.actions import indicator as indicators
from indicators.models import Snapshot, Target
from indicators.monitoring.known import known_of
from indicators.tests.factories import BaselineFactory, IndicatorFactory, SnapshotFactory, TargetFactory
from indicators.tests.story import START, month

pytestmark = pytest.mark.django_db


def at(number) -> datetime:
    return datetime(2026, number, 5, 12, tzinfo=UTC)


def figures(indicator, moment=None):
    return [one.value for one in known_of([indicator], moment).snapshots.get(indicator.pk, [])]


@pytest.fixture
def restated():
    """February's figure was 900, and 800 since April."""
    indicator = IndicatorFactory()
    fields = {"indicator": indicator, "period_start": month(2), "period_end": month(3), "final_from": at(3)}
    old = SnapshotFactory(value=900, made_at=at(3), is_current=False, **fields)
    SnapshotFactory(value=800, made_at=at(4), revision=2, restates=old, **fields)
    return indicator


def test_a_restated_figure_is_the_one_believed_then(restated):
    assert [figures(restated, moment) for moment in (at(2), at(3), at(4), None)] == [[], [900], [800], [800]]


def test_a_figure_that_was_not_final_then_was_not_believed():
    one = SnapshotFactory(made_at=at(2), final_from=at(4))

    assert figures(one.indicator, at(3)) == []
    assert figures(one.indicator, at(4)) == [1000]


def test_the_baseline_is_the_one_that_held_then():
    first = BaselineFactory(mean=100, frozen_at=at(1))
    second = BaselineFactory(indicator=first.indicator, mean=200, frozen_at=at(5), replaces=first)

    held = [known_of([first.indicator], moment).baselines.get(first.indicator_id) for moment in (at(4), at(6), None)]
    assert held == [first, second, second]


def test_bands_corrected_later_have_their_edges_of_then(dora):
    target = TargetFactory(acceptable_low=900, desired_low=1100)
    Target.objects.filter(pk=target.pk).update(created_at=timezone.now() - timedelta(days=9))
    before = timezone.now()
    corrected = Target(indicator=target.indicator, valid_from=START, acceptable_low=500, desired_low=None)
    indicators.set_target(corrected, by=dora)

    (then,) = known_of([target.indicator], before).targets[target.indicator_id]
    (now,) = known_of([target.indicator]).targets[target.indicator_id]
    assert (then.acceptable_low, then.desired_low) == (900, 1100)
    assert (now.acceptable_low, now.desired_low) == (500, None)


def test_it_asks_as_often_for_ten_indicators_as_for_one(django_assert_num_queries):
    indicator = SnapshotFactory().indicator
    with django_assert_num_queries(3):
        known_of([indicator])
    others = [SnapshotFactory().indicator for __ in range(9)]
    with django_assert_num_queries(3):
        known_of([indicator, *others])

    assert Snapshot.objects.count() == 10
