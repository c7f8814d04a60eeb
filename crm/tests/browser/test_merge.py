"""Two records of one customer become one and two again, as somebody who looks after the base does it."""

import pytest
from playwright.sync_api import expect

from crm.models import Company
from crm.tests.factories import ActivityFactory, CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_chosen_in_the_list_are_compared_merged_and_taken_apart(page_of, ana):
    kept = CompanyFactory(owner=ana, name="Acme", emails=["a@acme.example"])
    gone = CompanyFactory(owner=ana, name="Acme Ltda", founded=1998)
    ActivityFactory(about=gone, owner=ana, subject="First call")
    page = page_of(ana)

    page.goto("/companies/")
    for name in ("Acme", "Acme Ltda"):
        page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True)).get_by_role(
            "checkbox"
        ).check()
    page.get_by_role("button", name="Merge the two").click()
    page.get_by_role("radio", name="Name: Acme Ltda").check()
    expect(page.get_by_text("1 activity")).to_be_visible()
    page.get_by_role("button", name="Merge", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Acme Ltda")
    expect(page.locator("#timeline, .n-history").get_by_text("First call").first).to_be_visible()
    assert list(Company.objects.alive()) == [kept]

    page.get_by_role("link", name="Undo the merge of Acme Ltda").click()
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("stands by itself again")).to_be_visible()
    expect(page).to_have_url(f"{page.url.split('/companies')[0]}{gone.get_absolute_url()}")
    assert Company.objects.get(pk=kept.pk).name == "Acme"


def test_the_other_is_found_from_the_menu_of_a_record(page_of, ana):
    kept = CompanyFactory(owner=ana, name="Acme", phones=["+5551999990000"])
    CompanyFactory(owner=ana, name="Acme Ltda", phones=["+5551999990000"])
    page = page_of(ana)

    page.goto(kept.get_absolute_url())
    page.get_by_label("More actions").click()
    page.get_by_role("link", name="Merge with another").click()
    expect(page.get_by_text("same phone")).to_be_visible()
    page.get_by_role("link", name="Acme Ltda").click()

    expect(page.get_by_role("columnheader", name="Merged in: Acme Ltda")).to_be_visible()
