"""The map: the whole plan as a tree, its figures for those who may see the organization's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.models import Grant
from crm.models.role import Scope
from indicators.tests.factories import StrategyFactory, TacticFactory
from indicators.tests.planned import counted, measured, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return whole()


def look(client, plan):
    return client.get(reverse("indicators:plan-detail", args=[plan.pk]))


def without_figures(role):
    Grant.objects.filter(role__key=role, action="figures").update(scope=Scope.NONE)


def test_the_map_shows_goal_strategy_indicator_and_money(client_of, dora, plan):
    body = look(client_of(dora), plan).content.decode()

    for told in ("Win more of what we decide", "Share of wins", "36%", "+2 p.p. on Feb 2026", "Acceptable"):
        assert told in body
    # (2 + 4 + 6) % of 25 at 8.000 and 40 %, against 5.000 spent.
    assert "R$9,600" in body
    assert "+92%" in body


def test_a_stranger_sees_nothing_of_a_plan(client_of, ana, plan):
    assert look(client_of(ana), plan).status_code == 403


def test_without_the_right_to_figures_the_tree_shows_and_no_figure(client_of, bruno, plan):
    without_figures("manager")
    answer = look(client_of(bruno), plan)
    body = answer.content.decode()

    assert "Share of wins" in body
    assert [told for told in ("36%", "R$9,600", "Acceptable", "realised") if told in body] == []
    assert [tab.label for tab in answer.context["tabs"]].count("Benefits") == 0


def test_what_was_left_out_is_folded_away_and_late_tactics_are_counted(client_of, dora, plan):
    goal = plan.goals.get()
    StrategyFactory(goal=goal, statement="Buy a stadium", is_left_out=True, benefit=1, impact=5)
    TacticFactory(strategy=goal.strategies.first(), due_on="2020-01-01")
    (one,) = look(client_of(dora), plan).context["goals"]

    assert [branch.strategy.statement for branch in one.left_out] == ["Buy a stadium"]
    assert [drawn.branch.late for drawn in one.branches] == [1]


def test_it_says_how_much_is_missing(client_of, dora, plan):
    # Sponsor, project manager, owner of the goal, person responsible, who measures, who answers.
    assert look(client_of(dora), plan).context["missing"] == 6


def test_a_larger_plan_asks_as_often(client_of, dora, plan):
    browser = client_of(dora)
    look(browser, plan)
    with CaptureQueriesContext(connection) as few:
        look(browser, plan)
    for key in ("mkt.aov", "sal.revenue_won", "mkt.new_customers"):
        goal = counted(plan, key, benefit_method="order_value")
        measured(goal.benefit_indicator, 1, 10)
        TacticFactory(strategy=goal.strategies.first())
    with CaptureQueriesContext(connection) as many:
        look(browser, plan)

    assert len(many) == len(few)
    assert len(few) <= 34
