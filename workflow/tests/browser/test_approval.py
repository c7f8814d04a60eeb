"""Approval is asked for; who is asked, or who stands in for them, decides with a reason and a file."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Attachment
from crm.tests.factories import CompanyFactory
from workflow.models import Approval
from workflow.tests.factories import AbsenceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVIDENCE = {"name": "prices.csv", "mimeType": "text/csv", "buffer": b"item,price\nroof,1\n"}


def ask(page, company, people):
    page.goto(company.get_absolute_url())
    page.get_by_role("link", name="Add to Approvals").click()
    page.locator("[name=title]").fill("Ten percent off")
    for name in people:
        page.locator("#id_people-ts-control").fill(name)
        page.locator(".ts-dropdown [role=option]", has_text=name).click()
    page.locator("[name=title]").click()
    page.locator("[data-submit]").click()
    page.wait_for_url("**/approvals/*/")


def decide(page, reason):
    """From the list of what waits for oneself."""
    page.goto(reverse("workflow:approval-list"))
    page.get_by_role("link", name="Waiting for me").click()
    page.get_by_role("link", name="Ten percent off").click()
    page.get_by_role("link", name="Decide").first.click()
    page.get_by_label("I approve", exact=True).check()
    page.locator("[name=reason]").fill(reason)
    page.locator("[name=evidence]").set_input_files(EVIDENCE)
    page.locator("main form [data-submit], main form button.btn-primary").first.click()


def test_who_is_asked_decides_with_a_reason_and_a_file(page_of, ana, bruno):
    from playwright.sync_api import expect

    company = CompanyFactory(name="Acme", owner=ana)
    page = page_of(ana)
    ask(page, company, ["Bruno Reis"])
    expect(page.locator("main")).to_contain_text("Waiting")

    other = page_of(bruno)
    decide(other, "They buy a second roof")
    expect(other.get_by_role("status").filter(has_text="Your decision is noted.")).to_be_visible()

    page.reload()
    expect(page.locator("main")).to_contain_text("They buy a second roof")
    expect(page.locator("main")).to_contain_text("prices.csv")
    approval = Approval.objects.get()
    assert (approval.state, str(approval.about)) == ("approved", "Acme")
    assert Attachment.objects.get().about == approval


def test_who_stands_in_for_somebody_away_finds_it_and_the_page_says_in_whose_place(page_of, ana, bruno, dora):
    from playwright.sync_api import expect

    today = timezone.localdate()
    AbsenceFactory(owner=bruno, substitute=dora, starts_on=today, ends_on=today + datetime.timedelta(days=3))
    company = CompanyFactory(name="Acme", owner=ana)
    page = page_of(ana)
    ask(page, company, ["Bruno Reis"])

    decide(page_of(dora), "Agreed with Bruno")

    page.reload()
    expect(page.locator("main")).to_contain_text("by Dora Paz")
    assert Approval.objects.get().state == "approved"
