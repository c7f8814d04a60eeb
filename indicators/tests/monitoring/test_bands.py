"""Bands for every direction; edges are inside."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Target
from indicators.monitoring.bands import Band, Edges, band_of, edges_of, share_on, target_on
from indicators.tests.factories import IndicatorFactory, TargetFactory

UP = Edges(acceptable_low=Decimal(80), desired_low=Decimal(90))
DOWN = Edges(acceptable_high=Decimal(20), desired_high=Decimal(10))
BETWEEN = Edges(Decimal(-10), Decimal(10), Decimal(-5), Decimal(5))
DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("edges", "value", "wanted"),
    [
        (UP, "79.99", Band.BELOW),
        (UP, "80", Band.ACCEPTABLE),
        (UP, "89.99", Band.ACCEPTABLE),
        (UP, "90", Band.DESIRED),
        (DOWN, "20.01", Band.BELOW),
        (DOWN, "20", Band.ACCEPTABLE),
        (DOWN, "10", Band.DESIRED),
        (DOWN, "0", Band.DESIRED),
        (BETWEEN, "-10.01", Band.BELOW),
        (BETWEEN, "-10", Band.ACCEPTABLE),
        (BETWEEN, "-5", Band.DESIRED),
        (BETWEEN, "5", Band.DESIRED),
        (BETWEEN, "10", Band.ACCEPTABLE),
        (BETWEEN, "10.01", Band.BELOW),
    ],
)
def test_each_value_lies_in_one_band(edges, value, wanted):
    assert band_of(Decimal(value), edges) == wanted


def test_no_data_is_not_the_worst_band():
    assert band_of(None, UP) == Band.NO_DATA
    assert band_of(Decimal(0), UP) == Band.BELOW


def test_without_a_desired_band_the_best_is_acceptable():
    assert band_of(Decimal(1000), Edges(acceptable_low=Decimal(80))) == Band.ACCEPTABLE


def target(**fields):
    return Target(valid_from=date(2026, 1, 1), **fields)


def test_edges_may_be_given_as_times_the_baseline_or_points_beyond_it():
    times = edges_of(target(basis="times", acceptable_low=Decimal("1.05")), Decimal(200), DAY)
    points = edges_of(target(basis="points", acceptable_low=Decimal(5)), Decimal(200), DAY)

    assert (times.acceptable_low, points.acceptable_low) == (210, 205)


def test_edges_that_rest_on_a_baseline_are_unknown_without_one():
    assert edges_of(target(basis="times", acceptable_low=Decimal(2)), None, DAY) is None
    assert edges_of(target(acceptable_low=Decimal(2)), None, DAY).acceptable_low == 2


def test_a_curve_leads_from_the_baseline_to_the_band():
    curve = [["2026-01-01", 0], ["2026-12-31", 100]]

    half = edges_of(target(acceptable_low=Decimal(200), curve=curve), Decimal(100), date(2026, 7, 2))

    assert half.acceptable_low == 150


def test_a_curve_is_level_before_its_first_point_and_after_its_last():
    curve = [["2026-02-01", 20], ["2026-03-01", 80]]

    assert share_on(curve, date(2025, 1, 1)) == 20
    assert share_on(curve, date(2027, 1, 1)) == 80
    assert share_on([], DAY) == 100


def test_a_past_period_is_judged_by_the_bands_of_its_time():
    first, second = target(), Target(valid_from=date(2026, 5, 1))

    assert target_on([second, first], date(2026, 4, 30)) is first
    assert target_on([second, first], date(2026, 5, 1)) is second
    assert target_on([second, first], date(2025, 12, 31)) is None


@pytest.mark.django_db
def test_what_is_added_to_the_baseline_ends_where_the_unit_ends():
    share = TargetFactory(
        indicator=IndicatorFactory(kpi_key="mkt.retention_rate"), basis="points", acceptable_low=0, desired_low=3
    )

    assert edges_of(share, Decimal(100), DAY) == Edges(acceptable_low=Decimal(100), desired_low=Decimal(100))
    assert edges_of(share, Decimal(50), DAY).desired_low == 53
