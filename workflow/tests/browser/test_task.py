import pytest

from crm.models import Activity
from crm.tests.factories import CompanyFactory
from workflow.models import Task, TaskType

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_call_is_planned_and_done_and_told_in_the_history(page_of, ana):
    from playwright.sync_api import expect

    company = CompanyFactory(owner=ana, name="Acme")
    page = page_of(ana)
    page.goto(company.get_absolute_url())

    page.locator("[data-composer-tab=task]").click()
    page.locator("[data-composer] [name=title]").fill("Ask about the roof")
    page.locator("[data-composer] [name=type]").select_option(label=TaskType.objects.of("call").name)
    page.locator("[data-composer] [data-submit]").click()
    expect(page.locator("#next-step")).to_contain_text("Ask about the roof")
    page.locator("#next-step").get_by_role("link", name="Done").click()
    page.locator("[name=outcome]").select_option("reached")
    page.locator("textarea").first.fill("They measured it")
    page.locator("[data-submit]").click()

    expect(page.locator("#timeline")).to_contain_text("They measured it")
    expect(page.locator("#next-step")).to_contain_text("Nothing is planned")
    assert Task.objects.get().done_at is not None
    assert Activity.objects.get().outcome == "reached"
