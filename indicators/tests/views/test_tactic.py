"""A tactic is done by a press, and undone by another."""

import pytest
from django.urls import reverse

from crm.models import HistoryEntry
from indicators.models import Tactic
from indicators.tests.factories import StrategyFactory, TacticFactory

pytestmark = pytest.mark.django_db


def do(client, verb, tactic, data=None):
    answer = client.post(reverse(f"indicators:tactic-{verb}", args=[tactic.pk]), data or {})
    tactic.refresh_from_db()
    return answer


def test_a_tactic_is_written_down(client_of, bruno):
    strategy = StrategyFactory()
    form = {
        "strategy": strategy.pk,
        "statement": "Train",
        "function": "sales",
        "position": "0",
        "due_on": "2026-03-01",
    }

    client_of(bruno).post(reverse("indicators:tactic-create"), form)

    assert Tactic.objects.get().strategy == strategy


def test_a_tactic_is_done_reopened_and_removed(client_of, bruno):
    tactic, client = TacticFactory(), client_of(bruno)

    do(client, "complete", tactic)
    assert tactic.is_done
    do(client, "reopen", tactic)
    assert not tactic.is_done
    do(client, "trash", tactic)
    assert not Tactic.objects.alive().exists()


def test_that_it_was_done_is_said_on_the_page_of_the_strategy(client_of, bruno):
    tactic, client = TacticFactory(statement="Train the team"), client_of(bruno)
    do(client, "complete", tactic)

    told = client.get(reverse("crm:timeline", args=["indicators.strategy", tactic.strategy_id])).content.decode()

    assert "completed" in told
    assert "Train the team" in told
    assert HistoryEntry.objects.filter(verb="completed").count() == 1


def test_sellers_complete_none(client_of, ana):
    tactic = TacticFactory()

    assert do(client_of(ana), "complete", tactic).status_code == 403
    assert not tactic.is_done
