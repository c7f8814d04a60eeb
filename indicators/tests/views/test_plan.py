"""Plans are listed, written, started, closed and taken up again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Baseline, Plan
from indicators.tests.factories import IndicatorFactory, PlanFactory
from indicators.tests.planned import whole

pytestmark = pytest.mark.django_db
LIST = reverse("indicators:plan-list")
FORM = {"name": "Sell more", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "margin": "32,5"}


def do(client, verb, plan):
    answer = client.post(reverse(f"indicators:plan-{verb}", args=[plan.pk]))
    plan.refresh_from_db()
    return answer


def test_a_manager_writes_a_plan_down(client_of, bruno):
    answer = client_of(bruno).post(reverse("indicators:plan-create"), FORM | {"sponsor": bruno.pk})

    plan = Plan.objects.get()
    assert answer.headers["Location"] == plan.get_absolute_url()
    assert (plan.name, plan.sponsor, str(plan.margin), plan.state) == ("Sell more", bruno, "32.50", "draft")


def test_a_plan_ends_after_it_starts(client_of, bruno):
    answer = client_of(bruno).post(reverse("indicators:plan-create"), FORM | {"ends_on": "2025-12-31"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["ends_on"] == ["A plan ends after it starts."]


def test_sellers_neither_see_nor_write_plans(client_of, ana):
    plan = PlanFactory()
    client = client_of(ana)

    assert client.get(LIST).status_code == 403
    assert client.get(reverse("indicators:plan-create")).status_code == 403
    assert do(client, "activate", plan).status_code == 403
    assert plan.is_draft


def test_analysts_see_plans_and_change_none(client_of, bruno, enzo):
    plan = PlanFactory(name="Sell more")

    assert client_of(enzo).get(LIST).context["table"].rows[0].title == "Sell more"
    assert do(client_of(enzo), "trash", plan).status_code == 403


def test_a_plan_that_lacks_something_leads_to_what_it_lacks(client_of, bruno):
    plan = PlanFactory()

    answer = do(client_of(bruno), "activate", plan)

    assert answer.headers["Location"] == reverse("indicators:plan-completeness", args=[plan.pk])
    assert plan.is_draft


def test_a_plan_is_closed_reopened_and_goes_to_the_trash(client_of, bruno):
    plan, client = PlanFactory(state="active"), client_of(bruno)

    do(client, "close", plan)
    assert plan.state == "closed"
    do(client, "reopen", plan)
    assert plan.is_draft
    do(client, "trash", plan)
    assert not Plan.objects.alive().exists()


def test_all_baselines_are_frozen_at_once(client_of, bruno):
    plan = PlanFactory()
    IndicatorFactory(plan=plan)
    IndicatorFactory(plan=plan)

    do(client_of(bruno), "freeze-all", plan)

    assert Baseline.objects.count() == 2


def test_more_plans_need_no_more_queries(client_of, bruno):
    client = client_of(bruno)
    whole()
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIST)
    for __ in range(5):
        PlanFactory(sponsor=bruno, manager=bruno)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) <= len(few)
