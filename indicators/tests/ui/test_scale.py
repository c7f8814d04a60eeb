import pytest

from indicators.ui.scale import Scale, span, ticks


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 100, [0, 20, 40, 60, 80, 100]), (0.3, 9.1, [2, 4, 6, 8]), (-10, 10, [-10, -5, 0, 5, 10])],
)
def test_an_axis_is_marked_with_round_numbers(low, high, expected):
    assert ticks(low, high) == expected


@pytest.mark.parametrize("values", [[5], [0], [None], [], [-3, -3]])
def test_a_span_is_never_empty(values):
    low, high = span(values)

    assert low < high


def test_figures_that_are_never_negative_begin_at_nought_when_near_it():
    assert span([1, 100])[0] == 0
    assert span([-1, 100])[0] < -1


def test_a_scale_leads_from_figures_to_places():
    up = Scale(0, 10, 100, 0)

    assert (up(0), up(5), up(10), up.held(99)) == (100, 50, 0, 0)
