"""A goal is written with the method that puts money on it; the inputs of that method alone are kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Goal
from indicators.tests.factories import GoalFactory, IndicatorFactory, PlanFactory, StrategyFactory, TacticFactory

pytestmark = pytest.mark.django_db
CREATE = reverse("indicators:goal-create")
FORM = {
    "statement": "Win more", "kind": "acquisition", "pillar": "sales", "starts_on": "2026-01-01",
    "ends_on": "2026-12-31", "position": "0", "claims_benefit": "on",
}  # fmt: skip


def edit(client, goal, **given):
    return client.post(reverse("indicators:goal-edit", args=[goal.pk]), FORM | {"version": goal.version} | given)


def test_a_goal_keeps_the_inputs_of_its_method(client_of, bruno):
    plan = PlanFactory()
    form = FORM | {
        "plan": plan.pk,
        "benefit_method": "new_customers",
        "input_unit_value_new_customers": "12.000,50",
        "input_margin": "28",
        "input_share_hours_saved": "40",
    }

    client_of(bruno).post(CREATE, form)

    goal = Goal.objects.get()
    assert (goal.plan, goal.benefit_inputs) == (plan, {"unit_value": "12000.50", "margin": "28"})


def test_the_form_of_a_new_goal_runs_as_long_as_its_plan(client_of, bruno):
    plan = PlanFactory()

    form = client_of(bruno).get(CREATE, {"plan": plan.pk}).context["form"]

    assert (form.initial["starts_on"], form.initial["ends_on"]) == (plan.starts_on, plan.ends_on)


def test_each_method_is_told_with_its_rule(client_of, bruno):
    body = client_of(bruno).get(CREATE).content.decode()

    assert "(new customers − baseline) × value of a customer in a year × margin" in body


def test_a_method_is_counted_by_its_own_metric(client_of, bruno):
    goal = GoalFactory()
    indicator = IndicatorFactory(plan=goal.plan, kpi_key="sal.cycle")

    answer = edit(client_of(bruno), goal, benefit_method="win_rate", benefit_indicator=indicator.pk)

    assert answer.context["form"].errors["benefit_indicator"] == ["This method is not counted by this metric."]


def test_a_second_claim_of_one_group_is_refused_and_handed_over(client_of, bruno):
    first = GoalFactory(benefit_group="sales", statement="First")
    second = GoalFactory(plan=first.plan, benefit_group="sales", claims_benefit=False)
    client = client_of(bruno)

    answer = edit(client, second, benefit_group="sales")
    assert "“First” claims the benefit" in answer.context["form"].errors["claims_benefit"][0]

    client.post(reverse("indicators:goal-claim", args=[second.pk]))
    assert list(Goal.objects.filter(claims_benefit=True)) == [second]


def test_a_goal_with_strategies_stays(client_of, bruno):
    goal = GoalFactory()
    StrategyFactory(goal=goal)

    client_of(bruno).post(reverse("indicators:goal-trash", args=[goal.pk]))

    assert Goal.objects.alive().exists()


def test_sellers_see_no_goal_and_write_none(client_of, ana):
    goal = GoalFactory()

    assert client_of(ana).get(goal.get_absolute_url()).status_code == 403
    assert client_of(ana).post(CREATE, FORM | {"plan": goal.plan_id}).status_code == 403
    assert edit(client_of(ana), goal).status_code == 403


def test_more_strategies_need_no_more_queries(client_of, bruno):
    goal, client = GoalFactory(), client_of(bruno)
    TacticFactory(strategy=StrategyFactory(goal=goal))
    client.get(goal.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(goal.get_absolute_url())
    for __ in range(4):
        TacticFactory(strategy=StrategyFactory(goal=goal, responsible=bruno))
    with CaptureQueriesContext(connection) as many:
        client.get(goal.get_absolute_url())

    assert len(many) <= len(few)
