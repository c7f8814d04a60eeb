"""Signals, and by simulation how often they are wrong and how often they find what is there."""

import random
from decimal import Decimal

import pytest

from crm.measures import Direction
from indicators.monitoring.bands import Band
from indicators.monitoring.judging import Judgement, cause_of
from indicators.monitoring.limits import limits_of
from indicators.monitoring.signals import Found, Signal, found, meaning

FRAME = (Decimal(100), Decimal(80), Decimal(120))


def numbers(values):
    return [Decimal(str(value)) for value in values]


def test_a_point_outside_the_limits_is_a_signal_and_one_on_them_is_not():
    assert found(numbers([100, 121]), *FRAME) == Found("above", "outside")
    assert found(numbers([100, 79]), *FRAME) == Found("below", "outside")
    assert found(numbers([100, 120]), *FRAME) is None


def test_eight_on_one_side_are_a_signal_and_seven_are_not():
    assert found(numbers([99] * 8), *FRAME) == Found("below", "run")
    assert found(numbers([99] * 7), *FRAME) is None
    assert found(numbers([99] * 7 + [100]), *FRAME) is None


def test_without_limits_nothing_is_a_signal():
    assert found(numbers([1, 2, 3]), None, None, None) is None


@pytest.mark.parametrize(
    ("better", "side", "wanted"),
    [
        (Direction.UP, "above", Signal.GOOD),
        (Direction.UP, "below", Signal.ADVERSE),
        (Direction.DOWN, "above", Signal.ADVERSE),
        (Direction.DOWN, "below", Signal.GOOD),
        (Direction.RANGE, "above", Signal.ADVERSE),
        (Direction.CONTEXT, "below", Signal.CHANGE),
    ],
)
def test_what_a_signal_means_depends_on_which_way_is_better(better, side, wanted):
    assert meaning(Found(side, "outside"), better) == wanted


def actions_opened(dice, periods, shift=0.0, before=0):
    """How many corrective actions a process opens; one is open at a time, and closed after two quiet periods."""
    base = limits_of(numbers(round(dice.gauss(100, 10), 3) for __ in range(12)))
    edge = base.mean - base.moving_range
    values, judgements, opened, is_open, first = [], [], 0, False, None
    for at in range(periods):
        centre = 100 - shift * 10 if at >= before else 100
        values.append(Decimal(str(round(dice.gauss(centre, 10), 3))))
        signal = meaning(found(values, base.mean, base.lower, base.upper), Direction.UP)
        judgements.append(Judgement(Band.ACCEPTABLE if values[-1] >= edge else Band.BELOW, signal))
        cause = cause_of(judgements)
        if cause and not is_open:
            opened, is_open = opened + 1, True
            first = at if first is None else first
        elif not cause and all(one.signal is None for one in judgements[-2:]):
            is_open = False
    return opened, first


def test_a_stable_process_opens_at_most_four_tenths_of_an_action_in_24_periods():
    dice = random.Random(2026)

    opened = [actions_opened(dice, 24)[0] for __ in range(3000)]

    assert 0 < sum(opened) / len(opened) <= 0.4


def test_a_lasting_fall_of_one_and_a_half_sigma_is_found_in_95_of_100_runs():
    dice = random.Random(2026)

    runs = [actions_opened(dice, 24, shift=1.5)[1] for __ in range(3000)]

    assert sum(one is not None for one in runs) / len(runs) >= 0.95


def test_worse_than_the_month_before_alone_opens_nothing():
    assert cause_of([Judgement(Band.DESIRED), Judgement(Band.ACCEPTABLE)]) is None
    assert cause_of([Judgement(Band.ACCEPTABLE), Judgement(Band.BELOW)]) is None
