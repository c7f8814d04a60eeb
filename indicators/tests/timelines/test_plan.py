"""What happened to plans, indicators and corrective actions is told in sentences."""

import re

import pytest
from django.urls import reverse

from crm.actions.history import record
from indicators.actions import plan as plans
from indicators.tests.factories import CorrectiveActionFactory, GoalFactory, IndicatorFactory, PlanFactory

pytestmark = pytest.mark.django_db


def told(client, subject) -> str:
    """The timeline's words alone."""
    address = reverse("crm:timeline", args=[subject._meta.label_lower, subject.pk])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(address).content.decode()))


def test_a_plan_tells_who_closed_and_reopened_it_and_of_its_goals(client_of, bruno):
    plan = PlanFactory(name="Sell more", state="active")
    GoalFactory(plan=plan, statement="Win more")

    plans.close(plan, by=bruno)
    plans.reopen(plan, by=bruno)

    text = told(client_of(bruno), plan)
    for sentence in ("Bruno Reis closed Sell more", "Bruno Reis reopened Sell more", "created Win more"):
        assert sentence in text


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"was": "acceptable", "status": "below"}, "Revenue went from “Acceptable” to “Not acceptable”"),
        ({"was": "below", "status": "below"}, "Revenue changed by more than chance: Not acceptable"),
    ],
)
def test_a_judgement_is_told_in_words(client_of, bruno, details, sentence):
    indicator = IndicatorFactory(name="Revenue")
    record(indicator, "judged", by=None, **details)

    assert sentence in told(client_of(bruno), indicator)


def test_a_rebase_tells_its_reason(client_of, bruno):
    indicator = IndicatorFactory(name="Revenue")
    record(indicator, "rebased", by=bruno, reason="New price list")

    assert "Bruno Reis compared Revenue with another time: New price list" in told(client_of(bruno), indicator)


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("carried_out", "Bruno Reis carried out Find out why"),
        ("dismissed", "Bruno Reis dismissed Find out why"),
        ("escalated", "Find out why went to the sponsor"),
        ("helped", "Find out why helped"),
    ],
)
def test_what_became_of_a_corrective_action_stands_on_its_page_and_the_indicators(client_of, bruno, verb, sentence):
    action = CorrectiveActionFactory(title="Find out why", owner=bruno)
    record(action, verb, by=bruno)
    client = client_of(bruno)

    assert sentence in told(client, action)
    assert sentence in told(client, action.indicator)
