import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.models import Grant
from crm.tests.factories import CompanyFactory
from indicators.models import Indicator
from indicators.tests.factories import BaselineFactory, IndicatorFactory, PlanFactory, SnapshotFactory, TargetFactory
from indicators.tests.story import month
from sales.tests.factories import OpportunityFactory
from workflow.models import Task

MOST_QUESTIONS = 5
# Of the page with its frame, and of what follows it.
PAGE_CEILING, REST_CEILING = 10, 24
REST, HTMX = reverse("home-rest"), {"hx-request": "true"}


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


def blocks(answer) -> list[str]:
    return re.findall(r'aria-labelledby="(home-[a-z]+)"', answer.content.decode())


def rest_of(client):
    return client.get(REST, headers=HTMX)


def test_the_headlines_come_with_the_page_and_the_rest_in_one_answer_after_it(client_of, bruno, seven):
    client = client_of(bruno)
    first, rest, whole = client.get("/"), rest_of(client), client.get("/", {"whole": "1"})

    assert blocks(first) == ["home-headlines"]
    assert first.content.decode().count(f'hx-get="{REST}"') == 1
    assert [*blocks(first), *blocks(rest)] == blocks(whole)
    assert {"home-tasks", "home-unplanned", "home-closing", "home-recent"} <= set(blocks(rest))


def test_who_sees_no_headlines_gets_all_at_once(client_of, ana, bruno):
    for user in (ana, bruno):
        page = client_of(user).get("/")
        assert {"home-tasks", "home-unplanned", "home-closing"} <= set(blocks(page))
        assert REST not in page.content.decode()


def test_both_answers_cost_few_questions(client_of, bruno, ana, seven):
    for owner in (ana, ana, bruno):
        deal = OpportunityFactory(owner=owner)
        CompanyFactory(owner=owner)
        Task.objects.create(title="Call", owner=owner, about=deal, due_at=deal.created_at)
    client = client_of(bruno)
    for ask, ceiling in ((lambda: client.get("/"), PAGE_CEILING), (lambda: rest_of(client), REST_CEILING)):
        ask()
        with CaptureQueriesContext(connection) as captured:
            assert ask().status_code == 200
        assert len(captured) <= ceiling, [one["sql"][:90] for one in captured]


def test_the_rest_holds_no_trace_of_a_strangers_rows(client_of, bruno, ana, caio, seven):
    for owner, mark in ((ana, "OWN"), (caio, "CANARY")):
        CompanyFactory(name=f"{mark} company", owner=owner)
        deal = OpportunityFactory(name=f"{mark} deal", owner=owner, closes_on=month(0))
        Task.objects.create(title=f"{mark} task", owner=owner, about=deal, due_at=deal.created_at)
    rest = rest_of(client_of(bruno)).content.decode()

    assert "OWN company" in rest
    assert "OWN deal" in rest
    assert "CANARY" not in rest


def test_who_may_see_nothing_else_gets_an_empty_rest(client_of, bruno, seven):
    Grant.objects.filter(role__key="manager").exclude(record_type__model="indicator").delete()
    client = client_of(bruno)

    assert blocks(client.get("/")) == ["home-headlines"]
    assert rest_of(client).content.decode().strip() == (
        '<div class="n-home__column" id="home-rest-aside" hx-swap-oob="true"></div>'
    )
