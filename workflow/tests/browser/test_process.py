"""An administrator writes down how work goes; somebody starts it, and one step opens the next."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm.models import Company
from crm.tests.factories import CompanyFactory
from workflow.models import Process, ProcessTemplate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write_template(page):
    page.goto(reverse("workflow:processtemplate-list"))
    page.get_by_role("link", name="New process template").first.click()
    page.locator("[name=name]").fill("Onboarding")
    kind = ContentType.objects.get_for_model(Company)
    page.locator("[name=record_type]").select_option(str(kind.pk))
    page.locator("[data-submit]").click()


def add_step(page, title, span, after=None):
    page.get_by_role("link", name="Add a step").click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=assignee]").select_option("starter")
    page.locator("[name=due_minutes]").fill(span)
    if after:
        page.get_by_label(after).check()
    page.locator("[data-submit]").click()
    page.wait_for_url("**/process-templates/*/")


def test_a_template_is_written_started_on_a_company_and_its_steps_open_one_after_the_other(page_of, ana, dora):
    from playwright.sync_api import expect

    company = CompanyFactory(name="Acme", owner=ana)
    page = page_of(dora)
    write_template(page)
    expect(page.locator("h1")).to_have_text("Onboarding")
    add_step(page, "Sign the contract", "8:30")
    add_step(page, "Visit the site", "2 h", after="Sign the contract")
    expect(page.locator(".n-template")).to_contain_text("within 8 h 30 min of working time")
    expect(page.locator(".n-template")).to_contain_text("within 2 h of working time after the steps before it")
    assert ProcessTemplate.objects.get().steps.count() == 2

    page = page_of(ana)
    page.goto(company.get_absolute_url())
    page.get_by_role("link", name="Add to Processes").click()
    page.locator("[name=template]").select_option(label="Onboarding")
    page.locator("[data-submit]").click()
    expect(page.locator("h1")).to_contain_text("Onboarding")
    steps = page.locator(".n-process__steps > li")
    expect(steps.nth(0)).to_contain_text("Under way")
    expect(steps.nth(1)).to_contain_text("Waiting")
    page.get_by_role("link", name="Sign the contract").click()
    page.get_by_role("link", name="Complete").first.click()
    page.locator("[data-submit]").click()
    expect(page.get_by_role("status").filter(has_text="is done")).to_be_visible()

    page.goto(Process.objects.get().get_absolute_url())
    expect(steps.nth(0)).to_contain_text("Done")
    expect(steps.nth(1)).to_contain_text("Under way")
    page.goto(reverse("workflow:task-day"))
    expect(page.locator("#my-day")).to_contain_text("Visit the site")
