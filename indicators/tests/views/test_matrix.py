"""The matrix: a place for each strategy, which decides its phase; moved with and without script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Strategy
from indicators.tests.factories import StrategyFactory, TacticFactory
from indicators.tests.planned import counted, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return whole()


@pytest.fixture
def strategy(plan):
    return Strategy.objects.get(goal__plan=plan)


def look(client, plan):
    return client.get(reverse("indicators:plan-matrix", args=[plan.pk]))


def move(client, initiative, benefit, impact, version=None, **headers):
    values = {"benefit": benefit, "impact": impact, "version": version or initiative.version}
    stem = initiative._meta.model_name
    return client.post(reverse(f"indicators:{stem}-score", args=[initiative.pk]), values, headers=headers)


def places(answer):
    return {
        (cell.benefit, cell.impact): [mark.initiative.statement for mark in cell.marks]
        for __, cells in answer.context["rows"]
        for cell in cells
        if cell.marks
    }


def test_a_strategy_stands_in_its_cell_and_an_unscored_one_beside(client_of, dora, plan, strategy):
    StrategyFactory(goal=strategy.goal, statement="Wait and see")
    answer = look(client_of(dora), plan)

    assert places(answer) == {(4, 2): [strategy.statement]}
    assert [mark.initiative.statement for mark in answer.context["tray"]] == ["Wait and see"]


def test_tactics_stand_under_the_number_of_their_strategy_each_in_its_own_cell(client_of, dora, plan, strategy):
    TacticFactory(strategy=strategy, statement="Train", benefit=5, impact=1, position=0)
    TacticFactory(strategy=strategy, statement="Ask", position=1)
    StrategyFactory(goal=strategy.goal, statement="Wait and see", position=9)
    answer = look(client_of(dora), plan)

    assert [(mark.number, mark.initiative.statement) for mark in answer.context["marks"]] == [
        ("1", strategy.statement),
        ("1.1", "Train"),
        ("1.2", "Ask"),
        ("2", "Wait and see"),
    ]
    assert places(answer) == {(4, 2): [strategy.statement], (5, 1): ["Train"]}
    assert [mark.number for mark in answer.context["tray"]] == ["1.2", "2"]


def test_a_done_tactic_waits_for_no_scores(client_of, dora, plan, strategy):
    TacticFactory(strategy=strategy, done_at="2026-02-01T12:00Z")

    assert look(client_of(dora), plan).context["tray"] == []


def test_the_four_zones_are_named_once_with_the_phase_they_lead_to(client_of, dora, plan):
    cells = [cell for __, cells in look(client_of(dora), plan).context["rows"] for cell in cells]

    assert [(cell.benefit, cell.impact, str(cell.name), cell.leads_to) for cell in cells if cell.name] == [
        (5, 1, "Do first", "First"),
        (5, 4, "Plan well", "Second"),
        (3, 1, "Later", "Second"),
        (3, 4, "Leave out", ""),
    ]


@pytest.mark.parametrize(
    ("benefit", "impact", "phase", "is_left_out", "told"),
    [(5, 1, "First", False, "First"), (5, 5, "Second", False, "Second"), (1, 5, None, True, "goes without it")],
)
def test_a_move_changes_the_phase_at_once_and_says_so(
    client_of, dora, plan, strategy, benefit, impact, phase, is_left_out, told
):
    answer = move(client_of(dora), strategy, benefit, impact, **{"HX-Request": "true"})
    strategy.refresh_from_db()

    assert (strategy.phase.name if strategy.phase else None, strategy.is_left_out) == (phase, is_left_out)
    assert told in answer.context["said"]
    assert places(answer) == {(benefit, impact): [strategy.statement]}


def test_a_tactic_moves_as_strategies_do_and_stands_in_the_column_of_its_phase(client_of, dora, plan, strategy):
    tactic = TacticFactory(strategy=strategy, statement="Train")
    answer = move(client_of(dora), tactic, 5, 5, **{"HX-Request": "true"})
    tactic.refresh_from_db()

    assert tactic.phase.name == "Second"
    assert "Now in “Second”." in answer.context["said"]
    assert {one.label: [mark.number for mark in one.marks] for one in answer.context["columns"]} == {
        "First": ["1"],
        "Second": ["1.1"],
    }
    assert move(client_of(dora), tactic, 4, 1).url.endswith(f"#score-tactic-{tactic.pk}")


def test_a_tactic_is_left_out_with_its_strategy(client_of, dora, plan, strategy):
    tactic = TacticFactory(strategy=strategy, statement="Train")
    move(client_of(dora), strategy, 1, 5)
    answer = move(client_of(dora), tactic, 5, 1, **{"HX-Request": "true"})

    assert "The plan goes without its strategy." in answer.context["said"]
    assert [(one.label, len(one.marks)) for one in answer.context["columns"] if one.marks] == [("Left out", 2)]


def test_without_script_the_form_leads_back_to_the_matrix(client_of, dora, plan, strategy):
    answer = move(client_of(dora), strategy, 2, 2)

    assert answer.url == reverse("indicators:plan-matrix", args=[plan.pk]) + f"#score-strategy-{strategy.pk}"


def test_two_people_moving_one_strategy_meet(client_of, dora, bruno, plan, strategy):
    move(client_of(bruno), strategy, 5, 5)
    answer = move(client_of(dora), strategy, 1, 1, **{"HX-Request": "true"})

    assert answer.status_code == 409
    assert "Somebody changed" in answer.context["said"]
    assert places(answer) == {(5, 5): [strategy.statement]}


@pytest.mark.parametrize("benefit", [0, 6, "", "x"])
def test_a_score_outside_the_scale_is_refused(client_of, dora, plan, strategy, benefit):
    answer = move(client_of(dora), strategy, benefit, 1, **{"HX-Request": "true"})

    assert answer.status_code == 422
    assert Strategy.objects.get(pk=strategy.pk).benefit == 4


def test_only_strategies_of_an_open_phase_are_in_work(client_of, dora, plan, strategy, time_machine):
    time_machine.move_to("2026-03-10T12:00Z")
    StrategyFactory(goal=strategy.goal, statement="Later on", benefit=5, impact=5, phase=plan.phases.last())
    answer = look(client_of(dora), plan)

    assert [(one.label, one.state) for one in answer.context["columns"]] == [("First", "now"), ("Second", "next")]
    assert [mark.is_in_work for mark in answer.context["marks"]] == [True, False]


def test_strangers_see_no_matrix_and_readers_move_nothing(client_of, ana, enzo, plan, strategy):
    assert look(client_of(ana), plan).status_code == 403
    assert move(client_of(ana), strategy, 1, 1).status_code == 403
    assert move(client_of(enzo), strategy, 1, 1).status_code == 403
    assert move(client_of(ana), TacticFactory(strategy=strategy), 1, 1).status_code == 403
    assert move(client_of(enzo), TacticFactory(strategy=strategy), 1, 1).status_code == 403
    assert "data-mark" not in look(client_of(enzo), plan).content.decode()


def test_more_strategies_ask_no_more(client_of, dora, plan):
    browser = client_of(dora)
    look(browser, plan)
    with CaptureQueriesContext(connection) as few:
        look(browser, plan)
    for key in ("mkt.aov", "sal.revenue_won", "mkt.new_customers"):
        TacticFactory(strategy=counted(plan, key).strategies.get(), benefit=4, impact=1, phase=plan.phases.first())
    with CaptureQueriesContext(connection) as many:
        look(browser, plan)

    assert len(many) == len(few)
    assert len(few) <= 22
