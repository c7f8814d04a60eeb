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
