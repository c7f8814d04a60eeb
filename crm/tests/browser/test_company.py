"""A seller's day with one customer: create, find, write down, correct, meet a colleague's change."""

import re

import pytest
from django.urls import reverse

from crm.models import Activity, Company
from crm.tests.factories import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST, CREATE = reverse("crm:company-list"), reverse("crm:company-create")


def expect(locator):
    from playwright.sync_api import expect

    return expect(locator)


def test_a_likely_duplicate_is_warned_of_and_saved_anyway(page_of, ana):
    CompanyFactory(owner=ana, name="Acme", emails=["hello@acme.example"])
    page = page_of(ana)
    page.goto(CREATE)

    page.get_by_label("Name", exact=False).first.fill("Acme Pumps")
    page.locator("[name=emails]").first.fill("hello@acme.example")
    page.locator("[data-submit]").click()
    expect(page.locator(".n-warnings")).to_contain_text("Acme (same e-mail)")
    expect(page.locator("[name=name]")).to_have_value("Acme Pumps")
    page.locator("[name=confirmed]").check()
    page.locator("[data-submit]").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Acme Pumps")
    assert Company.objects.count() == 2


def test_a_record_is_found_and_opened_by_keys_alone(page_of, ana):
    for name in ("Beta Pumps", "Gamma Pumps", "Delta Valves"):
        CompanyFactory(owner=ana, name=name)
    page = page_of(ana)
    page.goto(LIST)

    page.keyboard.press("/")
    page.keyboard.type("pumps")
    expect(page.get_by_role("option", name=re.compile("^(Beta|Gamma) Pumps"))).to_have_count(2)
    first = page.locator("[role=option][aria-selected=true] .n-hit__title").inner_text()
    page.keyboard.press("ArrowDown")
    second = page.locator("[role=option][aria-selected=true] .n-hit__title").inner_text()
    page.keyboard.press("Enter")

    assert {first, second} == {"Beta Pumps", "Gamma Pumps"}
    expect(page.get_by_role("heading", level=1)).to_contain_text(second)


def test_a_note_and_a_call_appear_in_the_history_without_leaving_the_page(page_of, ana):
    company = CompanyFactory(owner=ana)
    page = page_of(ana)
    page.goto(company.get_absolute_url())
    composer, timeline = page.locator("[data-composer]"), page.locator("#timeline")

    expect(timeline).to_contain_text("created")
    composer.get_by_label("Note").fill("They want a second quote")
    page.keyboard.press("Control+Enter")
    expect(timeline).to_contain_text("They want a second quote")
    expect(page.locator("#messages")).to_contain_text("Saved in the history")
    expect(composer.get_by_label("Note")).to_have_value("")
    composer.locator("[data-composer-tab=call]").click()
    composer.get_by_label("What was said").fill("Call again on Monday")
    composer.locator("[name=outcome]").select_option("reached")
    composer.locator("[data-submit]").click()

    expect(timeline).to_contain_text("Call again on Monday")
    assert sorted(Activity.objects.values_list("kind", "outcome")) == [("call", "reached"), ("note", "")]


def test_one_fact_is_corrected_where_it_stands(page_of, ana):
    company = CompanyFactory(owner=ana, legal_name="Acme Lmited")
    page = page_of(ana)
    page.goto(company.get_absolute_url())

    page.get_by_role("link", name="Edit Legal name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-fact] [name=legal_name]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-fact]", has_text="Acme Lmited")).to_be_visible()
    expect(page.get_by_role("link", name="Edit Legal name")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("[data-fact] [name=legal_name]").fill("Acme Limited")
    page.keyboard.press("Enter")

    expect(page.locator("[data-fact]", has_text="Acme Limited").locator(".n-fact__text")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("Acme Limited")
    company.refresh_from_db()
    assert (company.legal_name, company.version) == ("Acme Limited", 2)


def test_two_people_who_edit_one_record_choose_for_each_field(page_of, ana, bruno):
    company = CompanyFactory(owner=ana, name="Acme", cnpj="11222333000181", phones=["+5551999990000"])
    edit = reverse("crm:company-edit", args=[company.pk])
    mine, theirs = page_of(ana), page_of(bruno)
    for page in (mine, theirs):
        page.goto(edit)
    for page, name, site in ((theirs, "Acme of Bruno", "bruno.example"), (mine, "Acme of Ana", "ana.example")):
        page.locator("[name=name]").fill(name)
        page.locator("[name=website]").fill(site)
        page.locator("[data-submit]").click()

    choices = mine.locator("tr.is-conflict")
    expect(choices).to_have_count(2)
    mine.locator("[name=choice-name][value=theirs]").check()
    mine.locator("[name=choice-website][value=mine]").check()
    mine.locator("[data-submit]").click()

    expect(mine.get_by_role("heading", level=1)).to_contain_text("Acme of Bruno")
    company.refresh_from_db()
    assert (company.name, company.website) == ("Acme of Bruno", "https://ana.example")
    assert (company.cnpj, company.phones) == ("11222333000181", ["+5551999990000"])


def test_what_was_moved_to_the_trash_comes_back(page_of, ana):
    company = CompanyFactory(owner=ana, name="Acme")
    page = page_of(ana)
    page.goto(company.get_absolute_url())

    page.locator(".n-record-head summary, .n-page-head summary").first.click()
    page.get_by_role("link", name="Move to trash").click()
    page.locator("[data-submit]").click()
    expect(page.locator("#messages")).to_contain_text("Acme is in the trash")
    page.goto(reverse("crm:trash"))
    page.get_by_role("button", name="Restore Acme").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Acme")
    company.refresh_from_db()
    assert company.deleted_at is None


def test_a_branchs_cnpj_fills_in_its_head_office(page_of, ana):
    head = CompanyFactory(owner=ana, name="Acme", cnpj="11222333000181")
    page = page_of(ana)
    page.goto(CREATE)

    page.locator("[name=name]").fill("Acme Canoas")
    page.locator("[name=cnpj]").fill("11222333000262")
    page.locator("[name=website]").focus()
    expect(page.get_by_text("Proposed as head office by its CNPJ: Acme")).to_be_visible()
    page.locator("[data-submit]").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Acme Canoas")
    assert Company.objects.get(cnpj="11222333000262").parent == head
