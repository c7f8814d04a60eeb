"""What is missing is listed by goal, each with the form that mends it, until nothing is."""

from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.monitoring.completeness import TEXTS, Defect
from indicators.tests.factories import GoalFactory, IndicatorFactory, PlanFactory, StrategyFactory
from indicators.tests.planned import whole
from indicators.views.completeness import mended_at

pytestmark = pytest.mark.django_db


def page(client, plan):
    return client.get(reverse("indicators:plan-completeness", args=[plan.pk]))


def lacks(answer):
    return {str(group.record): [str(one.text) for one in group.lacks] for group in answer.context["groups"]}


def test_what_is_missing_stands_under_its_goal(client_of, bruno):
    plan = PlanFactory(name="Sell more", sponsor=bruno, manager=bruno)
    goal = GoalFactory(plan=plan, statement="Win more", goal_owner=bruno)
    StrategyFactory(goal=goal, responsible=bruno, benefit=5, impact=2)

    answer = page(client_of(bruno), plan)

    assert lacks(answer) == {
        "Sell more": [str(TEXTS["investment"]), str(TEXTS["phases"])],
        "Win more": [
            str(TEXTS[code]) for code in ("goal_indicator", "goal_method", "strategy_phase", "strategy_indicator")
        ],
    }
    assert answer.context["missing"] == 6


def test_each_lack_leads_to_a_form_that_is_there_and_back(client_of, bruno):
    plan = PlanFactory()
    goal = GoalFactory(plan=plan, benefit_group="sales", claims_benefit=False)
    strategy = StrategyFactory(goal=goal)
    indicator = IndicatorFactory(plan=plan, strategy=strategy)
    subjects = {"goal": goal, "strategy": strategy, "indicator": indicator}
    client, back = client_of(bruno), reverse("indicators:plan-completeness", args=[plan.pk])

    for code in TEXTS:
        record = subjects.get(code.split("_")[0], plan)
        answer = client.get(f"{mended_at(Defect(code, record), {goal.pk: strategy.pk})}next={back}")
        assert (code, answer.status_code) == (code, 200)
        assert back in unquote(answer.content.decode()), code


def test_mending_leads_back_to_what_is_still_missing(client_of, bruno):
    plan = PlanFactory()
    back = reverse("indicators:plan-completeness", args=[plan.pk])
    phase = {"name": "First", "starts_on": "2026-01-01", "ends_on": "2026-06-30", "position": "0"}

    answer = client_of(bruno).post(f"{reverse('indicators:plan-phase-add', args=[plan.pk])}?next={back}", phase)

    assert answer.headers["Location"] == back
    assert plan.phases.count() == 1


def test_readers_are_told_and_offered_nothing(client_of, enzo):
    body = page(client_of(enzo), PlanFactory()).content.decode()

    assert str(TEXTS["sponsor"]) in body
    assert "Mend" not in body


def test_a_stranger_learns_nothing(client_of, ana):
    assert page(client_of(ana), PlanFactory()).status_code == 403


def test_more_goals_need_no_more_queries(client_of, bruno):
    plan, client = whole(), client_of(bruno)
    page(client, plan)
    with CaptureQueriesContext(connection) as few:
        page(client, plan)
    for __ in range(4):
        IndicatorFactory(plan=plan)
    with CaptureQueriesContext(connection) as many:
        page(client, plan)

    assert len(many) <= len(few)
