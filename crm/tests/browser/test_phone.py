import pytest
from django.urls import reverse

from crm.tests.factories import CompanyFactory, ContactFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_on_a_phone_a_customer_is_reached_and_written_about_with_a_thumb(page_of, ana):
    from playwright.sync_api import expect

    CompanyFactory(owner=ana, name="Acme", phones=["+5551999990000"])
    page = page_of(ana, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/")

    page.locator("[data-sidebar-open]").tap()
    expect(page.locator("#sidebar")).to_have_class("n-sidebar is-open")
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="Quick menu").get_by_role("link", name="Companies").tap()
    page.wait_for_url(f"**{reverse('crm:company-list')}")
    page.get_by_role("link", name="Acme", exact=True).tap()
    expect(page.get_by_role("link", name="(51) 99999-0000")).to_have_attribute("href", "tel:+5551999990000")
    page.get_by_label("Note").fill("Seen at the fair")
    page.locator("[data-composer] [data-submit]").tap()

    expect(page.locator("#timeline")).to_contain_text("Seen at the fair")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_card_of_the_list_calls_and_writes_with_one_press(page_of, ana):
    ContactFactory(owner=ana, name="João", phones=["+5551999990000"])
    ContactFactory(owner=ana, name="Maria", phones=["+555133334444"])
    page = page_of(ana, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(reverse("crm:contact-list"))

    chat = page.get_by_role("link", name="WhatsApp: João")
    call = page.get_by_role("link", name="(51) 3333-4444")
    assert chat.get_attribute("href") == "https://wa.me/5551999990000"
    assert call.get_attribute("href") == "tel:+555133334444"
    assert page.get_by_role("link", name="WhatsApp: Maria").count() == 0
    assert min(chat.bounding_box()["height"], call.bounding_box()["height"]) >= 40
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("name", ["crm:profile", "crm:apitoken-list", "crm:my-access"])
def test_the_open_page_of_ones_account_is_in_sight_among_its_tabs(page_of, ana, name):
    page = page_of(ana, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(reverse(name))

    tab = page.locator(".n-views [aria-current=page]").bounding_box()

    assert tab["x"] >= 0
    assert tab["x"] + tab["width"] <= 390
