"""A plan starts when nothing is missing; every defect is named, and no metric hangs on nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from indicators.actions import baseline as baselines
from indicators.actions import goal as goals
from indicators.actions import indicator as indicators
from indicators.actions import plan as plans
from indicators.actions import strategy as strategies
from indicators.models import Goal, Indicator, Link
from indicators.monitoring.completeness import defects
from indicators.tests.factories import (
    GoalFactory,
    IndicatorFactory,
    InvestmentFactory,
    PhaseFactory,
    PlanFactory,
    StrategyFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


def codes(plan):
    return [one.code for one in defects(plan)]


@pytest.fixture
def whole(bruno):
    """A plan that lacks nothing."""
    plan = PlanFactory(sponsor=bruno, manager=bruno, margin=30)
    InvestmentFactory(plan=plan)
    phase = PhaseFactory(plan=plan)
    goal = GoalFactory(plan=plan, goal_owner=bruno, benefit_method="revenue")
    strategy = StrategyFactory(goal=goal, responsible=bruno, benefit=5, impact=2, phase=phase)
    indicator = IndicatorFactory(plan=plan, strategy=strategy, measured_by=bruno, accountable=bruno)
    TargetFactory(indicator=indicator)
    baselines.freeze(indicator, by=None)
    Goal.objects.filter(pk=goal.pk).update(benefit_indicator=indicator)
    return plan


def test_a_whole_plan_lacks_nothing_and_starts(whole, bruno):
    assert codes(whole) == []

    plans.activate(whole, by=bruno)

    whole.refresh_from_db()
    assert whole.is_active
    assert whole.activated_at is not None


def test_an_empty_plan_lacks_everything_there_is_to_lack(bruno):
    plan = PlanFactory()

    assert codes(plan) == ["sponsor", "manager", "investment", "phases", "goals"]
    with pytest.raises(ValidationError, match="5 things are missing"):
        plans.activate(plan, by=bruno)


BREAKS = {
    "sponsor": lambda plan: type(plan).objects.update(sponsor=None),
    "manager": lambda plan: type(plan).objects.update(manager=None),
    "investment": lambda plan: plan.investments.all().delete(),
    "goal_owner": lambda plan: plan.goals.update(goal_owner=None),
    "goal_method": lambda plan: plan.goals.update(benefit_method=""),
    "goal_inputs": lambda plan: type(plan).objects.update(margin=None),
    "goal_benefit_indicator": lambda plan: plan.goals.update(benefit_indicator=None),
    "goal_claimant": lambda plan: plan.goals.update(benefit_group="sales", claims_benefit=False),
    "strategy_owner": lambda plan: plan.goals.get().strategies.update(responsible=None),
    "strategy_score": lambda plan: plan.goals.get().strategies.update(impact=None),
    "strategy_phase": lambda plan: plan.goals.get().strategies.update(phase=None),
    "indicator_metric": lambda plan: plan.indicators.update(kpi_key="sal.gone"),
    "indicator_who": lambda plan: plan.indicators.update(measured_by=None),
    "indicator_accountable": lambda plan: plan.indicators.update(accountable=None),
    "indicator_target": lambda plan: plan.indicators.get().targets.all().delete(),
    "indicator_empty_baseline": lambda plan: plan.indicators.get().targets.update(basis="times"),
}


@pytest.mark.parametrize("code", BREAKS)
def test_each_defect_is_named_alone(whole, code):
    BREAKS[code](whole)
    whole.refresh_from_db()

    expected = {"indicator_metric": ["goal_benefit_indicator", "indicator_metric"]}.get(code, [code])
    assert codes(whole) == expected


def test_a_goal_without_strategy_and_a_strategy_without_indicator_are_named(whole, bruno):
    bare = GoalFactory(plan=whole, goal_owner=bruno)
    assert [one for one in codes(whole) if one.startswith("goal_")] == ["goal_strategy", "goal_method"]

    StrategyFactory(goal=bare, responsible=bruno, benefit=1, impact=1, phase=whole.phases.get())

    assert codes(whole) == ["goal_indicator", "goal_method", "strategy_indicator"]


def test_what_is_left_out_lacks_nothing(whole):
    StrategyFactory(goal=whole.goals.get(), is_left_out=True)

    assert codes(whole) == []


def test_a_metric_cannot_hang_on_nothing():
    plan = PlanFactory()

    with pytest.raises(IntegrityError, match="belongs to a strategy"), transaction.atomic():
        Indicator.objects.create(plan=plan, kpi_key="sal.cycle")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_last_link_of_an_indicator_stays(whole, bruno):
    link = Link.objects.get()

    with pytest.raises(ValidationError, match="at least one strategy"):
        indicators.unlink(link.indicator, by=bruno, strategy=link.strategy)
    with pytest.raises(IntegrityError, match="belongs to a strategy"), transaction.atomic():
        link.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_indicator_measures_only_strategies_of_its_plan(whole, bruno):
    with pytest.raises(ValidationError, match="one plan"):
        indicators.link(whole.indicators.get(), by=bruno, strategy=StrategyFactory())


def test_a_strategy_goes_only_when_no_indicator_is_left_alone(whole, bruno):
    strategy = Link.objects.get().strategy
    with pytest.raises(ValidationError, match="would measure nothing"):
        strategies.trash(strategy, by=bruno)

    other = StrategyFactory(goal=strategy.goal)
    indicators.link(whole.indicators.get(), by=bruno, strategy=other)
    strategies.trash(strategy, by=bruno)

    assert list(strategy.goal.strategies.alive()) == [other]


def test_a_benefit_group_has_one_claimant(whole, bruno):
    first = whole.goals.get()
    Goal.objects.update(benefit_group="sales")
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalFactory(plan=whole, benefit_group="sales")
    second = GoalFactory(plan=whole, benefit_group="sales", claims_benefit=False)

    goals.claim(second, by=bruno)

    first.refresh_from_db()
    assert (first.claims_benefit, Goal.objects.get(pk=second.pk).claims_benefit) == (False, True)


def test_an_eighth_headline_is_refused(whole, bruno):
    strategy = Link.objects.get().strategy
    for key in (
        "sal.opps_created",
        "sal.cycle",
        "mkt.aov",
        "sal.velocity",
        "sal.open",
        "adm.adoption",
        "sal.pipeline",
    ):
        indicators.create(Indicator(kpi_key=key, is_headline=True), by=bruno, strategy=strategy)

    with pytest.raises(ValidationError, match="Seven headline"):
        indicators.create(Indicator(kpi_key="mkt.new_customers", is_headline=True), by=bruno, strategy=strategy)


def test_bands_must_fit_the_direction(whole, bruno):
    cycle = IndicatorFactory(plan=whole, kpi_key="sal.cycle")

    with pytest.raises(ValidationError) as refused:
        indicators.set_target(TargetFactory.build(indicator=cycle, desired_low=None), by=bruno)
    assert set(refused.value.error_dict) == {"acceptable_high"}


def test_bands_of_the_same_day_are_replaced(whole, bruno):
    indicator = whole.indicators.get()

    indicators.set_target(TargetFactory.build(indicator=indicator, acceptable_low=1100), by=bruno)

    assert [one.acceptable_low for one in indicator.targets.all()] == [1100]


def test_the_matrix_puts_a_strategy_in_its_phase(whole, bruno):
    first = whole.phases.get()
    second = PhaseFactory(plan=whole, position=2000, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31))
    strategy = Link.objects.get().strategy

    placed = {
        cell: strategies.score(strategy, by=bruno, benefit=cell[0], impact=cell[1])
        for cell in [(5, 1), (5, 5), (1, 1), (1, 5)]
    }

    assert [(one.phase, one.is_left_out) for one in placed.values()] == [
        (first, False),
        (second, False),
        (second, False),
        (None, True),
    ]


def test_a_closed_plan_is_measured_no_more_and_may_be_taken_up_again(whole, bruno):
    plans.activate(whole, by=bruno)
    assert Indicator.objects.watched().exists()

    plans.close(whole, by=bruno)
    assert not Indicator.objects.watched().exists()
    plans.reopen(whole, by=bruno)

    whole.refresh_from_db()
    assert whole.is_draft


def test_sellers_start_no_plans(whole, ana):
    with pytest.raises(PermissionDenied):
        plans.activate(whole, by=ana)
