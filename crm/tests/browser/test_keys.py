"""The keys that SCREENS promises, and that they keep still while one types."""

import pytest
from django.urls import reverse

from crm.tests.factories import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = reverse("crm:company-list")


def test_keys_lead_to_search_help_new_and_other_places(page_of, ana):
    from playwright.sync_api import expect

    CompanyFactory(owner=ana)
    page = page_of(ana)
    page.goto(LIST)

    page.keyboard.press("/")
    expect(page.locator("[data-shortcut-search]")).to_be_focused()
    page.keyboard.type("n?g")
    expect(page.locator("[data-shortcut-search]")).to_have_value("n?g")
    page.goto(LIST)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("[data-row] a").first).to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url("**/companies/new/")
    page.goto(LIST)
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/opportunities/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_e_edits_the_record_and_escape_does_not_lose_what_was_typed(page_of, ana):
    from playwright.sync_api import expect

    company = CompanyFactory(owner=ana)
    page = page_of(ana)
    page.goto(company.get_absolute_url())

    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.locator("[name=name]").fill("Typed")
    page.keyboard.press("Escape")

    expect(page.locator("[name=name]")).to_have_value("Typed")
