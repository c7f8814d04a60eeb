import pytest
from django.urls import reverse

from crm.models import SavedView
from crm.tests.factories import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_filter_becomes_a_view_in_the_menu_with_its_count(page_of, ana):
    from playwright.sync_api import expect

    for number in range(3):
        CompanyFactory(owner=ana, name=f"Client {number}", relationship="customer")
    CompanyFactory(owner=ana, name="Somebody else", relationship="prospect")
    page = page_of(ana)
    page.goto(reverse("crm:company-list"))

    page.locator("[data-filters-toggle]").click()
    page.locator("#filter-form [name=relationship]").select_option("customer")
    expect(page.locator("[data-row]")).to_have_count(3)
    page.get_by_role("link", name="Save view").click()
    page.get_by_label("Name").fill("My clients")
    page.locator("[name=is_pinned]").check()
    page.locator("[data-submit]").click()

    entry = page.locator("#sidebar").get_by_role("link", name="My clients")
    expect(entry).to_contain_text("3")
    expect(entry).to_have_attribute("aria-current", "page")
    entry.click()
    expect(page.locator("[data-row]")).to_have_count(3)
    assert SavedView.objects.get().owner == ana
