"""The list of opportunities on a common desk, and how many rows are said to be chosen."""

import pytest
from django.urls import reverse

from crm.tests.factories import CompanyFactory
from sales.tests.factories import OpportunityFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = reverse("sales:opportunity-list")
HIDDEN = "node => node.scrollWidth - node.clientWidth"


def test_it_fits_a_desk_and_counts_what_is_chosen(page_of, ana):
    from playwright.sync_api import expect

    type(ana).objects.filter(pk=ana.pk).update(language="pt-br")
    company = CompanyFactory(owner=ana, name="Indústria e Comércio de Máquinas Rio Claro Ltda")
    for __ in range(2):
        OpportunityFactory(
            owner=ana, company=company, name="Estacionamento solar – " + company.name, amount=1239287.5
        )
    page = page_of(ana, locale="pt-BR", viewport={"width": 1440, "height": 900})
    page.goto(LIST)

    assert page.locator(".n-table-wrap").evaluate(HIDDEN) <= 0
    page.locator("[name=pk]").first.check()
    expect(page.locator("[data-bulk-count]")).to_have_text("1 selecionado")
    page.locator("[name=pk]").last.check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2 selecionados")
