import pytest

from crm.actions.follow import consume
from sales.models import Pipeline
from sales.tests.factories import OpportunityFactory
from workflow.actions import rulerun
from workflow.models import Rule, RuleRun, Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_administrator_makes_an_automation_that_opens_a_task_when_an_opportunity_is_won(page_of, dora):
    from playwright.sync_api import expect

    consume("automations")
    stage = Pipeline.objects.default().first_stage()
    sale = OpportunityFactory(owner=dora, name="Solar roof", amount=48_000, stage=stage, pipeline=stage.pipeline)
    small = OpportunityFactory(owner=dora, name="Lamp", amount=100, stage=stage, pipeline=stage.pipeline)
    page = page_of(dora)
    page.goto("/automations/new/")

    page.locator("[name=name-name]").fill("Onboarding")
    page.locator("[name=when-record_type]").select_option("sales.opportunity")
    page.locator("[name=when-verb]").select_option("won")
    page.locator("[value=add-all]").click()
    page.locator("[name=all-0-field]").select_option("amount")
    page.locator("[name=all-0-value]").fill("10,000")
    page.locator("[name=then-0-kind]").select_option("task")
    page.locator("[name=then-0-title]").fill("Onboard {name}")
    page.locator("[name=then-0-amount]").fill("2")
    page.locator("[data-submit]").click()
    expect(page.locator(".n-told")).to_contain_text("When any opportunity is won")
    expect(page.locator(".n-told")).to_contain_text("create the task “Onboard {name}”")
    page.get_by_role("link", name="Switch on").click()
    page.locator("main form button.btn-primary").click()
    expect(page.locator("h1")).to_contain_text("Onboarding")
    assert Rule.objects.get().is_on

    for one in (sale, small):
        page.goto(f"{one.get_absolute_url()}win/")
        page.locator("main form .btn-primary").first.click()
        page.wait_for_url(f"**{one.get_absolute_url()}")
    consume("automations")
    while rulerun.run_next():
        pass

    page.goto(sale.get_absolute_url())
    expect(page.locator("#next-step")).to_contain_text("Onboard Solar roof")
    page.goto(RuleRun.objects.get().get_absolute_url())
    expect(page.locator(".n-steps")).to_contain_text("Dora Paz")
    expect(page.locator(".n-steps")).to_contain_text("Onboard Solar roof")
    assert [task.title for task in Task.objects.all()] == ["Onboard Solar roof"]
