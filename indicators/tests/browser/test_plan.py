import pytest
from django.urls import reverse

from indicators.models import Plan
from indicators.tests import world
from indicators.tests.factories import GoalFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_ready_plan_is_chosen_completed_and_started(page_of, bruno, dora):
    from playwright.sync_api import expect

    world.past(bruno, dora)
    page = page_of(bruno, viewport={"width": 1440, "height": 900})
    page.goto(reverse("indicators:plan-list"))
    page.get_by_role("link", name="see the ready plans").click()
    page.locator(f"a[href='{reverse('indicators:plan-apply', args=['sales'])}']").click()
    page.get_by_label("Starts").fill("2026-09-01")
    page.get_by_label("Sponsor").select_option(label="Dora Paz")
    page.get_by_label("Contribution margin").fill("30")
    page.get_by_label("Investment").fill("50000")
    page.get_by_label("Language of the texts").select_option("en")
    page.get_by_role("button", name="Apply").click()

    expect(page.get_by_role("heading", name="Sales plan", level=1)).to_be_visible()
    page.get_by_role("link", name="See what is missing").click()
    expect(page.get_by_role("heading", name="16 things are missing")).to_be_visible()
    page.get_by_role("button", name="Freeze all baselines").click()
    page.get_by_role("button", name="Activate the plan").click()

    expect(page.get_by_text("is active. The first measurements are on their way.")).to_be_visible()
    assert Plan.objects.get().is_active


def test_a_benefit_method_shows_its_rule_and_asks_for_its_own_numbers_alone(page_of, bruno):
    from playwright.sync_api import expect

    page = page_of(bruno, viewport={"width": 390, "height": 844})
    page.goto(reverse("indicators:goal-edit", args=[GoalFactory().pk]))
    page.get_by_label("Benefit method").select_option("hours_saved")

    expect(page.locator("[data-method='hours_saved']")).to_be_visible()
    expect(page.get_by_label("Cost of an hour of work")).to_be_visible()
    expect(page.get_by_label("Contribution margin (%)")).to_be_hidden()
    page.get_by_label("Benefit method").select_option("revenue")
    expect(page.get_by_label("Contribution margin (%)")).to_be_visible()
    expect(page.get_by_label("Cost of an hour of work")).to_be_hidden()
