import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sales.panels.home import Month
from sales.tests.factories import OpportunityFactory
from workflow.models import Task

HOME = reverse("home")


@pytest.fixture
def today():
    return timezone.localdate()


def page_of(client):
    return client.get(HOME).content.decode()


def test_my_month_sums_what_closes_in_it_and_no_one_elses(client_of, ana, bruno, today):
    OpportunityFactory(name="Mine", owner=ana, amount=1000, closes_on=today)
    OpportunityFactory(name="Also mine", owner=ana, amount=500, closes_on=today)
    OpportunityFactory(name="Next season", owner=ana, amount=7, closes_on=today + datetime.timedelta(days=70))
    OpportunityFactory(name="Of my manager", owner=bruno, amount=90, closes_on=today)

    page = page_of(client_of(ana))

    assert "R$1,500" in page
    assert "Of my manager" not in page


def test_who_owns_none_sees_the_month_of_those_they_reach(client_of, bruno, ana, caio, today):
    OpportunityFactory(name="Of Ana", owner=ana, amount=1000, closes_on=today)
    OpportunityFactory(name="Of the North", owner=caio, amount=90, closes_on=today)

    page = page_of(client_of(bruno))

    assert ("Of Ana" in page, "Of the North" in page) == (True, False)
    assert "R$1,000" in page


def test_a_deal_with_nothing_planned_stands_there_with_the_way_to_plan(client_of, ana, today):
    bare = OpportunityFactory(name="Bare", owner=ana, closes_on=None)
    planned = OpportunityFactory(name="Planned", owner=ana, closes_on=None)
    Task.objects.create(title="Call", owner=ana, about=planned)

    page = page_of(client_of(ana))
    block = page[page.index('id="home-unplanned"') : page.index('id="home-closing"')]

    assert ("Bare" in block, "Planned" in block) == (True, False)
    assert f"sales.opportunity%3A{bare.pk}" in block


def test_a_month_without_deals_says_what_to_do(client_of, ana):
    page = page_of(client_of(ana))

    assert "Nothing more is expected to close this month." in page
    assert "Every open opportunity has its next task." in page


def test_who_may_see_no_deals_is_not_told_of_any(client_of, nina):
    assert "home-closing" not in page_of(client_of(nina))


def test_a_month_ends_with_its_last_day(rf, ana):
    request = rf.get("/")
    request.user, request.organization = ana, type("Org", (), {"currency": "BRL"})
    month = Month(request)

    assert (month.last + datetime.timedelta(days=1)).day == 1
    assert (month.first.day, month.first.month) == (1, month.last.month)
