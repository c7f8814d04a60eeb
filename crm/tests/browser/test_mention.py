"""Naming a colleague while writing: the list under the caret, by keys and by press, on a phone too."""

import time

import pytest

from conftest import person
from crm.actions.follow import consume
from crm.models import Activity, Notice
from crm.tests.factories import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company(ana, bruno, south):
    consume("mentions")
    person("Bruna Sá", south, "seller", job_title="Designer")
    person("Brás Conceição", south, "seller")
    return CompanyFactory(name="Acme", owner=ana)


def note_of(page, company):
    page.goto(company.get_absolute_url())
    return page.locator("#composer-body textarea")


def chosen(page):
    return page.locator("#mentions [aria-selected=true]")


def test_a_colleague_is_named_by_keys_and_hears_of_it(page_of, company, ana, bruno):
    from playwright.sync_api import expect

    page = page_of(ana)
    box = note_of(page, company)
    box.click()
    page.keyboard.type("Ask @br")
    expect(page.locator("#mentions [role=option]")).to_have_count(3)
    expect(page.locator("[data-live]")).to_have_text("3 results")
    expect(box).to_have_attribute("aria-activedescendant", "mention-0")
    expect(box).to_have_attribute("aria-controls", "mentions")
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_contain_text("Bruno Reis")
    page.keyboard.press("Enter")
    expect(page.locator("#mentions")).to_be_hidden()
    expect(box).to_have_value("Ask @Bruno Reis ")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.type("for the plan")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.locator("#timeline, .n-timeline").first).to_contain_text("for the plan")

    consume("mentions")
    assert Activity.objects.get().body == "Ask @Bruno Reis for the plan"
    assert list(Notice.objects.values_list("person__name", "kind")) == [("Bruno Reis", "mentioned")]


def test_accents_are_left_out_a_second_word_narrows_and_escape_leaves_the_text_alone(page_of, company, ana):
    from playwright.sync_api import expect

    page = page_of(ana)
    box = note_of(page, company)
    box.click()
    page.keyboard.type("@bras c")
    expect(chosen(page)).to_contain_text("Brás Conceição")
    expect(page.locator("#mentions [role=option]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#mentions")).to_be_hidden()
    page.keyboard.type("on mail@bruno")
    page.wait_for_timeout(400)

    expect(page.locator("#mentions")).to_be_hidden()
    expect(box).to_have_value("@bras con mail@bruno")


def test_a_form_that_was_swapped_in_offers_people_in_its_single_line_too(page_of, company, ana):
    from playwright.sync_api import expect

    page = page_of(ana)
    note_of(page, company)
    page.locator("[data-composer-tab=meeting]").click()
    box = page.locator("#composer-body input[name=subject]")
    box.click()
    page.keyboard.type("With @brun")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.locator("#mentions [role=option]", has_text="Bruna Sá").click()

    expect(box).to_have_value("With @Bruna Sá ")
    expect(box).to_be_focused()
    assert box.get_attribute("role") is None
    assert not Activity.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_list_stays_on_the_screen_and_a_thumb_hits_it(page_of, company, ana, scheme):
    from playwright.sync_api import expect

    page = page_of(ana, viewport={"width": 390, "height": 700}, color_scheme=scheme, has_touch=True)
    box = note_of(page, company)
    box.click()
    page.keyboard.type("This is long enough to reach the edge @bru")
    expect(page.locator("#mentions [role=option]")).to_have_count(2)
    place = page.locator("#mentions").bounding_box()
    row = chosen(page).bounding_box()

    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    assert row["height"] >= 44
    page.locator("#mentions [role=option]").last.tap()
    expect(box).to_have_value("This is long enough to reach the edge @Bruno Reis ")


def test_a_panel_that_arrives_while_one_writes_takes_no_question_back(page_of, company, ana):
    from playwright.sync_api import expect

    def late(route):
        time.sleep(2)
        route.continue_()

    page = page_of(ana)
    box = note_of(page, company)
    page.route("**/mentions/**", late)
    box.click()
    page.keyboard.type("@bra")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('timeline-changed'))")

    expect(chosen(page)).to_contain_text("Brás Conceição")
