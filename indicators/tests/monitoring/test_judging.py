from indicators.monitoring.bands import Band
from indicators.monitoring.judging import Judgement, cause_of, is_mended
from indicators.monitoring.signals import Signal

FINE, LOW = Judgement(Band.ACCEPTABLE), Judgement(Band.BELOW)


def test_an_adverse_signal_below_the_band_asks_for_a_remedy_and_within_it_for_a_look():
    assert cause_of([Judgement(Band.BELOW, Signal.ADVERSE)]) == "below"
    assert cause_of([Judgement(Band.DESIRED, Signal.ADVERSE)]) == "signal"


def test_four_periods_below_without_a_signal_question_the_strategy():
    assert cause_of([LOW] * 4) == "capability"
    assert cause_of([FINE, *[LOW] * 3]) is None
    assert cause_of([LOW, FINE, LOW, LOW]) is None


def test_no_data_is_a_cause_of_its_own():
    assert cause_of([FINE, Judgement(Band.NO_DATA)]) == "data"


def test_a_remedy_helped_when_every_period_after_it_is_back_in_the_band():
    assert is_mended("below", [FINE, FINE])
    assert not is_mended("below", [LOW, FINE])
    assert not is_mended("below", [FINE, Judgement(Band.ACCEPTABLE, Signal.ADVERSE)])


def test_a_signal_is_mended_when_it_is_quiet_again():
    assert is_mended("signal", [LOW])
    assert not is_mended("signal", [Judgement(Band.DESIRED, Signal.ADVERSE)])
