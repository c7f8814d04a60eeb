import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Organization
from indicators.models import Indicator
from indicators.panels.card import LINE, cards, live_cards
from indicators.tests.factories import (
    BaselineFactory,
    CorrectiveActionFactory,
    IndicatorFactory,
    PlanFactory,
    SnapshotFactory,
    TargetFactory,
)
from indicators.tests.story import earn, month

FEW = 4


@pytest.fixture
def plan(db):
    return PlanFactory(state="active")


def headline(plan, values, **fields) -> Indicator:
    """With a measurement for each value, the last of July 2026."""
    indicator = IndicatorFactory(plan=plan, is_headline=True, **fields)
    BaselineFactory(indicator=indicator)
    TargetFactory(indicator=indicator)
    for at, value in enumerate(values):
        start = 8 - len(values) + at
        SnapshotFactory(
            indicator=indicator,
            value=value,
            period_start=month(start),
            period_end=month(start + 1),
            band="acceptable",
            standing="figure" if value is not None else "no_data",
        )
    return indicator


def test_a_card_tells_the_newest_figure_its_change_status_and_line(plan, bruno):
    one = headline(plan, [900, 1000, 1100])
    CorrectiveActionFactory(indicator=one, owner=bruno)
    (card,) = cards(bruno, [one])

    assert "1,100" in card.value
    assert card.period == "Jul 2026"
    assert card.change == "+10% against Jun 2026"
    assert "Acceptable" in card.status
    assert "n-spark__mean" in card.spark
    assert "n-band__mark" in card.band
    assert card.actions == 1


def test_a_month_without_data_is_said_and_neither_nought_nor_skipped(plan, bruno):
    (card,) = cards(bruno, [headline(plan, [900, 1000, None])])

    assert "no data" in card.value
    assert card.change == ""


def test_what_was_never_measured_is_said_too(plan, bruno):
    (card,) = cards(bruno, [headline(plan, [])])

    assert "no data" in card.value
    assert "Not judged yet" in card.status
    assert card.spark == ""


def test_a_line_shows_thirteen_periods(plan, bruno):
    (card,) = cards(bruno, [headline(plan, list(range(1000, 1030)))])

    assert LINE == 13
    assert len(card.spark.split('points="')[1].split('"')[0].split()) == LINE


def test_seven_cards_ask_as_often_as_one(plan, bruno):
    """Within a request, which knows its organization."""
    one = headline(plan, [1000] * 13)
    # Another plan each: a plan has each metric once.
    seven = [one, *(headline(PlanFactory(state="active"), [1000] * 13) for __ in range(6))]

    def questions(indicators) -> int:
        with Organization.current().held(), CaptureQueriesContext(connection) as captured:
            assert len(cards(bruno, indicators)) == len(indicators)
        return len(captured)

    questions([one])
    assert questions(seven) == questions([one]) <= FEW


def test_who_may_not_look_at_indicators_reads_no_figure_of_them(plan, nina):
    (card,) = cards(nina, [headline(plan, [900, 1000])])

    assert "no data" in card.value
    assert (card.change, card.spark) == ("", "")


def test_live_cards_rest_on_the_readers_records_and_judge_nobody(plan, ana, caio):
    one = headline(plan, [4000], accountable=ana)
    earn(caio, [50], 1)
    (card,) = live_cards(ana, [one])

    assert "4,000" not in card.value
    assert (card.status, card.signal, card.band) == ("", "", "")
