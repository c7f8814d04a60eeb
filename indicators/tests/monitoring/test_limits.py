from decimal import Decimal

from crm.measures import Unit
from indicators.monitoring.limits import limits_of


def numbers(*values):
    return [Decimal(value) for value in values]


def test_limits_are_the_mean_and_two_point_six_six_moving_ranges():
    found = limits_of(numbers(10, 12, 10, 12, 10, 12))

    assert (found.mean, found.moving_range) == (11, 2)
    assert (found.lower, found.upper) == (Decimal("5.68"), Decimal("16.32"))


def test_five_points_have_a_mean_and_no_limits():
    found = limits_of(numbers(10, 12, 10, 12, 10))

    assert found.mean == Decimal("10.8")
    assert not found.are_known


def test_eleven_points_are_provisional_and_twelve_are_firm():
    assert limits_of(numbers(*[1, 2] * 5, 1)).is_provisional
    assert not limits_of(numbers(*[1, 2] * 6)).is_provisional


def test_one_leap_does_not_widen_the_limits():
    calm = limits_of(numbers(*[10, 12] * 8))
    leapt = limits_of(numbers(*[10, 12] * 8, 100, *[10, 12] * 8))

    assert leapt.moving_range == calm.moving_range


def test_limits_end_where_the_unit_ends():
    found = limits_of(numbers(5, 95, 5, 95, 5, 95, 5), Unit.PERCENT)

    assert (found.lower, found.upper) == (0, 100)


def test_nothing_has_no_limits():
    assert limits_of([]).mean is None
