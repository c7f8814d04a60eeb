import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from indicators.tests.factories import BaselineFactory, IndicatorFactory, PlanFactory, SnapshotFactory, TargetFactory
from indicators.tests.story import month

MOST_QUESTIONS = 8


@pytest.fixture
def seven(ana):
    """Headline figures of an active plan over thirteen months."""
    plan = PlanFactory(state="active")
    found = [
        IndicatorFactory(plan=plan, is_headline=True, scope={"owner": at}, name=f"Headline {at}", kpi_key="sal.cycle")
        for at in range(1, 8)
    ]
    for one in found:
        BaselineFactory(indicator=one)
        TargetFactory(indicator=one)
        for number in range(13):
            SnapshotFactory(indicator=one, period_start=month(number - 5), period_end=month(number - 4))
    return found


def of_indicators(captured) -> list[str]:
    return [one["sql"] for one in captured if "indicators_" in one["sql"]]


def test_managers_begin_with_the_headlines_in_few_questions(client_of, bruno, seven):
    client = client_of(bruno)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        text = client.get("/").content.decode()

    assert all(str(one) in text for one in seven)
    assert len(of_indicators(captured)) <= MOST_QUESTIONS


def test_an_eighth_and_those_of_drafts_stay_away(client_of, bruno, seven):
    IndicatorFactory(plan=PlanFactory(state="active"), is_headline=True, name="The eighth", position=9)
    IndicatorFactory(plan=PlanFactory(), is_headline=True, name="Of a draft")
    text = client_of(bruno).get("/").content.decode()

    assert "The eighth" not in text
    assert "Of a draft" not in text


def test_who_answers_for_one_is_led_to_it_and_sees_no_figure_of_the_organization(client_of, ana, seven):
    Indicator.objects.filter(pk=seven[0].pk).update(accountable=ana)
    text = client_of(ana).get("/").content.decode()

    assert "What you answer for" in text
    assert "Headline 1" not in text


def test_who_answers_for_none_sees_nothing_of_it(client_of, caio, nina, seven):
    for user in (caio, nina):
        text = client_of(user).get("/").content.decode()
        assert "home-headlines" not in text
