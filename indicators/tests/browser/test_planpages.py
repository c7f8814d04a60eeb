"""The pages of a plan with everything on them: both schemes, phone and desk, without a fault of access."""

import re

import pytest
from django.urls import reverse

from crm.tests.browser.test_every_page import faults
from crm.tests.house.visits import nothing
from indicators.models import Goal
from indicators.tests.factories import CorrectiveActionFactory, GoalFactory, StrategyFactory
from indicators.tests.planned import whole

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_no_page_of_a_plan_has_a_fault_of_access_or_width(page_of, dora):
    plan = whole()
    goal = plan.goals.get()
    StrategyFactory(goal=goal, is_left_out=True, benefit=1, impact=5)
    StrategyFactory(goal=goal, statement="A" * 120)
    GoalFactory(plan=plan, statement="Supercalifragilistic " * 8)
    CorrectiveActionFactory(indicator=goal.benefit_indicator, owner=dora)
    page = page_of(dora)
    names = ("detail", "matrix", "benefits", "review", "completeness")
    addresses = [reverse(f"indicators:plan-{name}", args=[plan.pk]) for name in names]
    found = [fault for address in addresses for fault in faults(page, address)]

    # What the tests write is English, and meant to be.
    nothing([fault for fault in found if " English: " not in fault])


def test_a_day_is_chosen_and_the_pack_is_of_that_day(page_of, dora):
    from playwright.sync_api import expect

    plan = whole()
    Goal.objects.update(created_at="2026-01-01T12:00Z")
    page = page_of(dora)
    page.goto(reverse("indicators:plan-review", args=[plan.pk]))
    page.get_by_label("As known at the end of").fill("2026-02-20")
    page.get_by_role("button", name="Show").click()

    expect(page).to_have_url(re.compile("on=2026-02-20"))
    expect(page.locator(".n-review__strip")).to_contain_text("R$1,600")
    with page.expect_download() as download:
        page.get_by_role("link", name="As PDF").click()
    assert download.value.suggested_filename == "plan-of-the-year-2026-02-20.pdf"
