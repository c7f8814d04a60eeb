"""A year of one goal, worked out on paper, equals the ledger to the cent."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.actions import goal as goals
from indicators.monitoring.books import books_of, goals_of, growth
from indicators.tests.factories import (
    BaselineFactory,
    InvestmentFactory,
    PlanFactory,
    TargetFactory,
)
from indicators.tests.planned import counted, measured
from indicators.tests.story import month

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 31)
# Decided opportunities and win rate of each month; none in July.
RATES = [31, 30, "33.333333", 35, 36, "34.5", None, 38, 37, 39, 40, "41.25"]
DECIDED = [40, 50, 45, 60, 52, 48, 0, 55, 58, 61, 47, 64]
# (rate - 30 %) * decided * R$ 8.000 * 40 %, by hand.
GAINS = [1280, 0, "4800.00", 9600, 9984, 6912, None, 14080, "12992.00", 17568, 15040, 23040]


@pytest.fixture
def plan(db):
    return PlanFactory(margin=40)


@pytest.fixture
def goal(plan):
    goal = counted(plan, benefit_method="win_rate", benefit_inputs={"unit_value": "8000"})
    BaselineFactory(indicator=goal.benefit_indicator, mean=30, points=[["2025-12-01", "30.0", 50]])
    TargetFactory(indicator=goal.benefit_indicator, acceptable_low=32, desired_low=35)
    return goal


@pytest.fixture
def year(goal):
    for number, (rate, decided) in enumerate(zip(RATES, DECIDED, strict=True), start=1):
        measured(goal.benefit_indicator, number, rate, decided)
    return goal


def ledger(goal, **options):
    plan = goal.plan
    return books_of(plan, TODAY, goals=goals_of(plan), **options).of(goal)


def test_a_year_worked_out_by_hand_equals_the_ledger_to_the_cent(year):
    found = ledger(year)

    assert [line.realised for line in found.lines] == [None if one is None else Decimal(one) for one in GAINS]
    assert found.realised == Decimal("115296.00")


def test_what_was_expected_is_the_desired_edge_at_the_same_volume(year):
    found = ledger(year)

    assert [line.expected for line in found.lines[:3]] == [Decimal(6400), Decimal(8000), Decimal(7200)]
    assert found.expected_to_date == Decimal("92800.00") == found.expected


def test_the_run_rate_is_a_year_at_the_pace_of_the_last_three_periods(year):
    # (17.568 + 15.040 + 23.040) / 92 days * 365,25
    assert ledger(year).run_rate == Decimal("220928.61")


def test_another_road_gives_the_same_money(year):
    """Straight from the rows, in one expression, without the methods."""
    realised = Decimal(0)
    for one in year.benefit_indicator.snapshots.order_by("pk"):
        if one.value is not None:
            money = (one.value - Decimal(30)) * one.denominator * Decimal(8000) * Decimal(40) / Decimal(10_000)
            realised += money.quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert ledger(year).realised == realised


def test_the_factors_of_a_line_multiply_to_its_money(year):
    line = ledger(year).lines[3]

    assert [(one.value, one.unit) for one in line.factors] == [
        (Decimal(5), "points"),
        (Decimal(60), "count"),
        (Decimal(8000), "money"),
        (Decimal(40), "percent"),
    ]


def test_periods_to_come_are_expected_at_the_usual_volume(goal):
    measured(goal.benefit_indicator, 1, 31, 40)
    measured(goal.benefit_indicator, 2, 31, 60)
    found = ledger(goal)

    assert len(found.lines) == 12
    assert [line.realised for line in found.lines[2:]] == [None] * 10
    assert {line.expected for line in found.lines[2:]} == {Decimal(8000)}


def test_before_the_first_measurement_the_usual_volume_is_the_baselines(goal):
    assert {line.expected for line in ledger(goal).lines} == {Decimal(8000)}


def test_the_last_day_of_a_goal_belongs_to_it(goal):
    measured(goal.benefit_indicator, 12, 40, 10)

    assert ledger(goal).realised == Decimal("3200.00")


def test_periods_outside_the_goal_and_of_another_definition_bring_nothing(goal):
    measured(goal.benefit_indicator, 0, 90, 10)
    measured(goal.benefit_indicator, 13, 90, 10)
    measured(goal.benefit_indicator, 5, 90, 10, kpi_version=2)
    found = ledger(goal)

    assert (found.realised, found.incomparable) == (0, 1)


def test_a_benefit_is_proven_by_the_newest_signal(goal):
    measured(goal.benefit_indicator, 1, 31, 10, signal="good")
    assert ledger(goal).is_proven

    measured(goal.benefit_indicator, 2, 29, 10, signal="adverse")
    assert not ledger(goal).is_proven


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"benefit_method": ""}, "method"),
        ({"benefit_indicator": None}, "indicator"),
        ({"benefit_method": "revenue"}, "indicator"),
        ({"benefit_inputs": {}}, "inputs"),
    ],
)
def test_what_keeps_a_benefit_from_being_told_is_named(goal, fields, missing):
    type(goal).objects.filter(pk=goal.pk).update(**fields)

    assert ledger(goal).missing == missing


def test_without_a_baseline_there_is_nothing_to_compare_with(plan):
    goal = counted(plan, benefit_method="win_rate", benefit_inputs={"unit_value": "8000"})

    assert ledger(goal).missing == "baseline"


def test_money_claimed_twice_counts_once_and_two_claimants_are_refused(plan, year):
    year.benefit_group = "sales"
    year.save()
    other = counted(plan, "sal.revenue_won", benefit_method="revenue", benefit_group="sales", claims_benefit=False)
    BaselineFactory(indicator=other.benefit_indicator, mean=1000)
    measured(other.benefit_indicator, 1, 9000, 1)

    books = books_of(plan, TODAY)
    assert books.whole.realised == Decimal("115296.00")
    assert books.of(other).realised == Decimal("3200.00")

    other.claims_benefit = True
    with pytest.raises(ValidationError, match="Another goal claims"):
        other.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_claiming_takes_the_claim_from_the_other(plan, year, dora):
    year.benefit_group = "sales"
    year.save()
    other = counted(plan, "sal.revenue_won", benefit_method="revenue", benefit_group="sales", claims_benefit=False)
    goals.claim(other, by=dora)

    books = books_of(plan, TODAY)
    assert [one.goal for one in books.ledgers if one.counts] == []
    assert books.of(year).goal.claims_benefit is False


def test_the_return_of_the_plan_is_against_what_was_spent_until_now(plan, year):
    InvestmentFactory(plan=plan, amount=50_000, spent_on=date(2026, 1, 10))
    InvestmentFactory(plan=plan, amount=7_648, spent_on=date(2026, 6, 10))
    InvestmentFactory(plan=plan, amount=10_000, spent_on=date(2027, 6, 10))
    whole = books_of(plan, TODAY).whole

    assert (whole.invested, whole.invested_to_date) == (67_648, 57_648)
    assert whole.roi == 100


def test_what_no_goal_can_tell_is_not_nought(plan):
    InvestmentFactory(plan=plan, amount=50_000, spent_on=date(2026, 1, 10))
    counted(plan, benefit_method="")
    whole = books_of(plan, TODAY).whole

    assert (whole.invested_to_date, whole.realised, whole.expected, whole.run_rate) == (50_000, None, None, None)
    assert (whole.roi, whole.expected_roi) == (None, None)


def test_a_plan_without_investments_has_no_return(plan, year):
    assert books_of(plan, TODAY).whole.roi is None


def test_invested_realised_and_expected_grow_month_by_month(plan, year):
    InvestmentFactory(plan=plan, amount=50_000, spent_on=date(2026, 2, 10))
    months = growth(plan, books_of(plan, TODAY), date(2026, 3, 31))

    assert [one.day for one in months] == [month(at + 1) - (month(2) - date(2026, 1, 31)) for at in range(1, 13)]
    assert [one.invested for one in months[:3]] == [0, 50_000, 50_000]
    assert [one.realised for one in months[:4]] == [Decimal(1280), Decimal(1280), Decimal(6080), None]
    assert months[-1].expected == Decimal("92800.00")
