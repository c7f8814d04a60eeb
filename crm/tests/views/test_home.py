import pytest
from django.urls import reverse

from crm.tests.factories import CompanyFactory, ContactFactory

HOME = reverse("home")


def test_an_empty_installation_offers_the_first_steps(client_of, dora):
    page = client_of(dora).get(HOME).content.decode()

    assert "Add your first customer" in page
    assert reverse("crm:company-create") in page


def test_once_there_are_customers_mine_that_changed_last_stand_there(client_of, ana, caio):
    CompanyFactory(name="Acme", owner=ana)
    ContactFactory(name="João", owner=ana)
    CompanyFactory(name="Zenith", owner=caio)

    page = client_of(ana).get(HOME).content.decode()

    assert "First steps" not in page
    assert ("Acme" in page, "João" in page, "Zenith" in page) == (True, True, False)


def test_a_person_without_any_role_is_told_whom_to_ask(client_of, nina):
    response = client_of(nina).get(HOME)

    assert response.status_code == 200
    assert "Your account has no role yet" in response.content.decode()


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_home_costs_few_queries_in_both_languages(client_of, ana, language, django_assert_max_num_queries):
    ana.language = language
    ana.save()
    for __ in range(10):
        ContactFactory(owner=ana)
    client = client_of(ana)
    client.get(HOME)

    with django_assert_max_num_queries(17):
        assert client.get(HOME).status_code == 200


def test_who_owns_nothing_sees_what_changed_last_among_all_they_see(client_of, bruno, ana, caio):
    CompanyFactory(name="Acme", owner=ana)
    CompanyFactory(name="Zenith", owner=caio)

    page = client_of(bruno).get(HOME).content.decode()

    assert "Changed last among yours" not in page
    assert ("Acme" in page, "Zenith" in page) == (True, False)
