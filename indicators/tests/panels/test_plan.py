"""Phases and costs hang on the page of their plan, to be changed by who may change it."""

import pytest
from django.urls import reverse

from indicators.models import Investment, Phase
from indicators.tests.factories import InvestmentFactory, PhaseFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = PlanFactory()
    PhaseFactory(plan=plan, name="First")
    InvestmentFactory(plan=plan, amount=10_000)
    InvestmentFactory(plan=plan, amount=2_500)
    return plan


def panel(client, plan, key):
    panels = client.get(plan.get_absolute_url()).context["panels"]
    return next(one for one in panels if one.key == key)


def test_costs_are_summed_up(client_of, bruno, plan):
    assert "R$12,500" in panel(client_of(bruno), plan, "investments").html


def test_readers_see_phases_and_no_way_to_change_them(client_of, enzo, plan):
    drawn = panel(client_of(enzo), plan, "phases")

    assert "First" in drawn.html
    assert (drawn.add_url, "phases/" in drawn.html) == (None, False)


def test_a_cost_is_added_changed_and_removed(client_of, bruno):
    plan, client = PlanFactory(), client_of(bruno)
    form = {"label": "Licence", "kind": "software", "amount": "1.500,00", "spent_on": "2026-02-01"}

    client.post(reverse("indicators:plan-investment-add", args=[plan.pk]), form)
    made = Investment.objects.get()
    client.post(reverse("indicators:investment-edit", args=[made.pk]), form | {"amount": "1.800,00"})
    assert Investment.objects.get().amount == 1800
    client.post(reverse("indicators:investment-remove", args=[made.pk]))
    assert not Investment.objects.exists()


def test_a_second_phase_of_one_name_is_refused(client_of, bruno, plan):
    form = {"name": "First", "starts_on": "2026-07-01", "ends_on": "2026-12-31", "position": "2"}

    answer = client_of(bruno).post(reverse("indicators:plan-phase-add", args=[plan.pk]), form)

    assert answer.status_code == 422
    assert Phase.objects.count() == 1


def test_sellers_change_no_phase(client_of, ana, plan):
    phase = plan.phases.get()

    assert client_of(ana).post(reverse("indicators:phase-remove", args=[phase.pk])).status_code == 403
    assert plan.phases.exists()
