from indicators.ui.layers import apart


def test_names_of_lines_that_lie_close_stay_apart_and_above_the_periods():
    assert apart([100, 101, 103], 0, 200) == [100, 114, 128]
    assert apart([196, 197, 198], 0, 200) == [172, 186, 200]
