"""The day begins on the home page: a task is ticked off, a deal without a next step gets one."""

import pytest
from django.utils import timezone

from sales.tests.factories import OpportunityFactory
from workflow.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_task_is_ticked_and_a_bare_deal_is_planned(page_of, ana):
    from playwright.sync_api import expect

    deal = OpportunityFactory(owner=ana, name="Roof", closes_on=timezone.localdate())
    task = Task.objects.create(title="Send the quote", owner=ana, due_at=timezone.now() - timezone.timedelta(days=1))
    page = page_of(ana)
    page.goto("/")

    page.get_by_role("button", name="Complete “Send the quote”").click()
    expect(page.get_by_text("Nothing late and nothing due today.")).to_be_visible()
    page.get_by_role("link", name="Plan the next step of Roof").click()
    page.locator("main [name=title]").first.fill("Measure it")
    page.locator("main [data-submit]").first.click()
    page.wait_for_url(f"**{deal.get_absolute_url()}")
    page.goto("/")

    expect(page.get_by_text("Every open opportunity has its next task. Well done.")).to_be_visible()
    task.refresh_from_db()
    assert task.done_at is not None
    assert Task.objects.open().get().about == deal
