from django.urls import reverse

from crm.tests.factories import CompanyFactory, ContactFactory

CONTACTS = reverse("crm:choices", args=["crm.contact"])


def texts(response):
    return [one["text"] for one in response.json()["results"]]


def test_choices_are_those_one_may_see_the_nearest_first(client_of, ana, caio):
    for name in ("Ana Marina", "Marina Reis", "Pedro"):
        ContactFactory(name=name, owner=ana)
    ContactFactory(name="Marina Secret", owner=caio)
    client = client_of(ana)

    assert texts(client.get(CONTACTS, {"q": "marina"})) == ["Marina Reis", "Ana Marina"]
    assert texts(client.get(CONTACTS)) == ["Ana Marina", "Marina Reis", "Pedro"]


def test_a_kind_one_may_not_see_does_not_exist(client_of, nina, ana):
    CompanyFactory(owner=ana)

    assert client_of(nina).get(CONTACTS).status_code == 404
    assert client_of(ana).get(reverse("crm:choices", args=["crm.user"])).status_code == 404


HEAD_OFFICE = reverse("crm:head-office")


def test_a_branchs_cnpj_proposes_the_head_office_one_may_see(client_of, ana):
    head = CompanyFactory(name="Acme", cnpj="11222333000181", owner=ana)
    client = client_of(ana)

    found = client.get(HEAD_OFFICE, {"text": "11.222.333/0002-62"}).json()

    assert (found["value"], found["text"]) == (head.pk, "Acme")
    assert found["note"] == "Proposed as head office by its CNPJ: Acme"
    for other in ("11.222.333/0001-81", "11.222.333/0002-00", "", "acme"):
        assert client.get(HEAD_OFFICE, {"text": other}).json() == {}


def test_a_strangers_head_office_is_not_proposed(client_of, ana, caio, nina):
    CompanyFactory(name="Acme", cnpj="11222333000181", owner=caio)

    assert client_of(ana).get(HEAD_OFFICE, {"text": "11222333000262"}).json() == {}
    assert client_of(nina).get(HEAD_OFFICE, {"text": "11222333000262"}).status_code == 404
