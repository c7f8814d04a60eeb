import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Link
from indicators.tests.factories import GoalFactory, IndicatorFactory, PlanFactory, SnapshotFactory, StrategyFactory
from indicators.tests.story import earn, month, watched

OVERVIEW, WALL = "indicators:indicator-overview", "indicators:indicator-wall"
CEILING = 14


def page(client, name=OVERVIEW, **options):
    return client.get(reverse(name), **options)


def indicator_of(plan, **fields):
    made = IndicatorFactory(plan=plan, **fields)
    SnapshotFactory(indicator=made, band="acceptable")
    return made


@pytest.fixture
def plan(db):
    return PlanFactory(state="active", name="The plan")


def test_headlines_stand_first_and_each_indicator_under_every_goal_it_measures(client_of, bruno, plan):
    first = indicator_of(plan, name="First", is_headline=True)
    second = indicator_of(plan, name="Second")
    goal = GoalFactory(plan=plan, statement="Another goal")
    Link.objects.create(indicator=second, strategy=StrategyFactory(goal=goal))
    context = page(client_of(bruno)).context

    assert [one.indicator for one in context["headlines"]] == [first]
    assert [[one.indicator for one in group.cards] for group in context["goals"]] == [[first], [second], [second]]


def test_drafts_and_trash_stay_away(client_of, bruno, plan):
    indicator_of(PlanFactory(), name="Of a draft")
    gone = indicator_of(plan, name="Gone")
    type(gone).objects.filter(pk=gone.pk).update(deleted_at="2026-01-01T00:00Z")

    assert page(client_of(bruno)).context["goals"] == []


def test_who_answers_for_some_sees_just_those_live(client_of, ana, caio):
    mine = watched(ana, [100], name="Mine")
    other = watched(caio, [7000], name="Not mine")
    context = page(client_of(ana)).context

    assert [one.indicator for one in context["cards"]] == [mine]
    assert str(other) not in page(client_of(ana)).content.decode()


def test_the_home_page_gets_the_cards_alone(client_of, ana):
    watched(ana, [100], name="Mine")
    text = page(client_of(ana), headers={"hx-request": "true"}).content.decode()

    assert "Mine" in text
    assert "<html" not in text


def test_a_stranger_sees_no_indicator(client_of, caio, nina, plan):
    indicator_of(plan, name="Hidden")

    assert "Hidden" not in page(client_of(caio)).content.decode()
    assert page(client_of(nina)).status_code == 403


def test_the_overview_asks_as_often_for_many_as_for_few(client_of, bruno, plan):
    client = client_of(bruno)
    indicator_of(plan, is_headline=True)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for __ in range(5):
        indicator_of(PlanFactory(state="active"))
    with CaptureQueriesContext(connection) as many:
        page(client)

    assert len(many) <= len(few) <= CEILING


def test_the_wall_shows_one_plan_after_the_other(client_of, bruno, plan):
    indicator_of(plan, name="First", is_headline=True)
    indicator_of(PlanFactory(state="active", name="Second plan"), name="Second", is_headline=True)
    client = client_of(bruno)
    first = page(client, WALL)
    second = client.get(first.context["next_url"])

    assert {first.context["plan"].name, second.context["plan"].name} == {"The plan", "Second plan"}
    assert client.get(second.context["next_url"]).context["plan"] == first.context["plan"]
    assert client.get(reverse(WALL), {"page": "x"}).status_code == 200


def test_the_wall_is_for_who_may_see_the_organizations_figures(client_of, ana, nina, plan):
    for user in (ana, nina):
        assert page(client_of(user), WALL).status_code == 403


def test_an_empty_wall_says_so(client_of, bruno):
    assert "No plan with headline figures" in page(client_of(bruno), WALL).content.decode()


def test_a_new_win_reaches_the_live_cards_at_once(client_of, ana):
    indicator = watched(ana, [100], name="Mine")
    before = page(client_of(ana)).context["cards"][0]
    last = before.period
    earn(ana, [12345], month_number(indicator, last))
    after = page(client_of(ana)).context["cards"][0]

    assert before.value != after.value


def month_number(indicator, told: str) -> int:
    """Of the newest closed month, as the card names it."""
    return next(at for at in range(1, 60) if month(at).strftime("%b %Y") == told)
