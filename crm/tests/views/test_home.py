import pytest
from django.urls import reverse

from crm.tests.factories import CompanyFactory, ContactFactory
from crm.ui.registry import HomeBlock, registry

HOME, REST = reverse("home"), reverse("home-rest")
HTMX = {"hx-request": "true"}


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


@pytest.fixture
def led(monkeypatch):
    """led(text): three blocks stand on the page, one of which leads and says this."""

    def stand(text):
        blocks = [
            HomeBlock(60, lambda request: "<p>Beside</p>"),
            HomeBlock(20, lambda request: "<p>Below</p>"),
            HomeBlock(5, lambda request: text, is_leading=True),
        ]
        monkeypatch.setattr(registry, "home", blocks)

    return stand


def stands(page) -> tuple:
    return tuple(word in page for word in ("Lead", "Below", "Beside"))


def test_what_follows_a_block_that_leads_comes_in_one_answer_once_the_page_stands(client_of, ana, led):
    led("<p>Lead</p>")
    client = client_of(ana)
    page = client.get(HOME).content.decode()
    rest = client.get(REST, headers=HTMX).content.decode()

    assert stands(page) == (True, False, False)
    assert (page.count(f'hx-get="{REST}"'), page.count(f'href="{HOME}?whole=1"')) == (1, 1)
    assert stands(rest) == (False, True, True)
    assert rest.index("Below") < rest.index('id="home-rest-aside" hx-swap-oob="true"') < rest.index("Beside")
    assert "<html" not in rest


def test_where_no_block_leads_or_it_has_nothing_to_say_all_come_at_once(client_of, ana, led):
    led("")
    page = client_of(ana).get(HOME).content.decode()

    assert stands(page) == (False, True, True)
    assert REST not in page


def test_without_script_the_link_leads_to_the_whole(client_of, ana, led):
    led("<p>Lead</p>")
    client = client_of(ana)
    page = client.get(HOME, {"whole": "1"}).content.decode()

    assert stands(page) == (True, True, True)
    assert page.index("Lead") < page.index("Below") < page.index("Beside")
    assert REST not in page
    assert client.get(REST).url == f"{HOME}?whole=1"


def test_the_rest_is_for_who_is_signed_in(client, db):
    assert client.get(REST, headers=HTMX).status_code == 302
