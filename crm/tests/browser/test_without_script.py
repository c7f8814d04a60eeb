"""The core works without script: a list is filtered, records are created, edited and moved to the trash."""

import pytest
from django.urls import reverse

from crm.models import Activity, Company
from crm.tests.factories import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = reverse("crm:company-list")


@pytest.fixture
def plain(page_of, ana):
    return page_of(ana, java_script_enabled=False)


def test_a_list_is_filtered_and_searched(plain, ana):
    CompanyFactory(owner=ana, name="Client", relationship="customer")
    CompanyFactory(owner=ana, name="Prospect", relationship="prospect")

    plain.goto(LIST)
    plain.locator("[data-filters-toggle]").click()
    plain.locator("#filter-form [name=relationship]").select_option("customer")
    plain.locator("#filter-form button.btn").click()

    assert plain.locator("[data-row]").count() == 1
    assert "Client" in plain.locator("[data-row]").inner_text()
    plain.goto(LIST)
    plain.locator(".n-list__search input[name=q]").fill("prosp")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**q=prosp**")
    assert plain.locator("[data-row]").count() == 1


def test_a_record_is_created_written_about_edited_and_trashed(plain):
    plain.goto(reverse("crm:company-create"))
    plain.locator("[name=name]").fill("Acme")
    plain.locator("[data-submit]").click()
    company = Company.objects.get()
    assert plain.url.endswith(company.get_absolute_url())

    plain.locator("[data-composer] [name=body]").fill("First contact")
    plain.locator("[data-composer] [data-submit]").click()
    plain.locator(".n-history__load").click()
    assert "First contact" in plain.locator(".n-timeline").inner_text()

    plain.goto(reverse("crm:company-edit", args=[company.pk]))
    plain.locator("[name=name]").fill("Acme Pumps")
    plain.locator("[data-submit]").click()
    assert "Acme Pumps" in plain.locator("h1").inner_text()

    plain.goto(reverse("crm:company-trash", args=[company.pk]))
    plain.locator("[data-submit]").click()
    assert plain.url.endswith(LIST)
    company.refresh_from_db()
    assert (company.name, company.deleted_at is None) == ("Acme Pumps", False)
    assert Activity.objects.get().body == "First contact"
