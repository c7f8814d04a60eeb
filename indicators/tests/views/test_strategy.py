"""A strategy is placed by its scores, and shows what measures it and who does what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Strategy
from indicators.tests.factories import GoalFactory, IndicatorFactory, PhaseFactory, StrategyFactory, TacticFactory

pytestmark = pytest.mark.django_db
CREATE = reverse("indicators:strategy-create")
FORM = {"statement": "Visit customers", "function": "sales", "position": "0", "benefit": "5", "impact": "1"}


@pytest.fixture
def goal():
    goal = GoalFactory()
    PhaseFactory(plan=goal.plan, name="First", position=1)
    PhaseFactory(plan=goal.plan, name="Second", position=2)
    return goal


def edit(client, strategy, **given):
    address = reverse("indicators:strategy-edit", args=[strategy.pk])
    client.post(address, FORM | {"version": strategy.version, "phase": strategy.phase_id or ""} | given)
    strategy.refresh_from_db()


def test_the_scores_place_a_new_strategy(client_of, bruno, goal):
    client_of(bruno).post(CREATE, FORM | {"goal": goal.pk})

    assert Strategy.objects.get().phase.name == "First"


def test_other_scores_place_it_anew_unless_a_person_places_it(client_of, bruno, goal):
    first, second = goal.plan.phases.order_by("position")
    strategy = StrategyFactory(goal=goal, benefit=5, impact=1, phase=first)

    edit(client_of(bruno), strategy, impact="5")
    assert strategy.phase == second
    edit(client_of(bruno), strategy, impact="1", benefit="4", phase="")
    assert strategy.phase is None


def test_the_page_shows_indicators_and_tactics(client_of, bruno, goal):
    strategy = StrategyFactory(goal=goal)
    IndicatorFactory(plan=goal.plan, strategy=strategy, name="Share of wins")
    TacticFactory(strategy=strategy, statement="Train the team")

    body = client_of(bruno).get(strategy.get_absolute_url()).content.decode()

    assert "Share of wins" in body
    assert "Train the team" in body


def test_a_strategy_goes_to_the_trash(client_of, bruno, goal):
    strategy = StrategyFactory(goal=goal)

    answer = client_of(bruno).post(reverse("indicators:strategy-trash", args=[strategy.pk]))

    assert answer.headers["Location"] == goal.get_absolute_url()
    assert not Strategy.objects.alive().exists()


def test_strangers_see_and_write_none(client_of, ana, goal):
    strategy = StrategyFactory(goal=goal)

    assert client_of(ana).get(strategy.get_absolute_url()).status_code == 403
    assert client_of(ana).post(CREATE, FORM | {"goal": goal.pk}).status_code == 403
    assert Strategy.objects.count() == 1


def test_more_indicators_and_tactics_need_no_more_queries(client_of, bruno, goal):
    strategy, client = StrategyFactory(goal=goal), client_of(bruno)
    IndicatorFactory(plan=goal.plan, strategy=strategy)
    TacticFactory(strategy=strategy)
    client.get(strategy.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(strategy.get_absolute_url())
    for __ in range(4):
        IndicatorFactory(plan=goal.plan, strategy=strategy, accountable=bruno)
        TacticFactory(strategy=strategy, responsible=bruno)
    with CaptureQueriesContext(connection) as many:
        client.get(strategy.get_absolute_url())

    assert len(many) <= len(few)


def test_goals_of_one_name_are_told_apart_by_their_plan(client_of, bruno):
    for __ in range(2):
        GoalFactory(statement="Win more")

    choices = [label for value, label in client_of(bruno).get(CREATE).context["form"].fields["goal"].choices if value]

    assert len(set(choices)) == 2
