import pytest
from django.urls import reverse

from crm.actions import record as records
from crm.tests.factories import CompanyFactory, ContactFactory

SEARCH = reverse("crm:search")


def found(response):
    return [(group.label, [str(one.title_html) for one in group.results]) for group in response.context["groups"]]


def test_everything_visible_is_found_by_kind_with_the_words_marked(client_of, ana):
    CompanyFactory(name="Padaria São João", owner=ana)
    ContactFactory(name="João <b>", owner=ana)

    response = client_of(ana).get(SEARCH, {"q": "joao"})

    assert found(response) == [
        ("Companies", ["Padaria São <mark>João</mark>"]),
        ("Contacts", ["<mark>João</mark> &lt;b&gt;"]),
    ]
    assert b"<b>" not in response.content


def test_strangers_records_and_the_trash_leave_no_trace(client_of, ana, caio):
    ContactFactory(name="Secret One", emails=["secret@acme.com"], owner=caio)
    trashed = ContactFactory(name="Secret Two", owner=ana)
    records.trash(trashed, by=ana)

    response = client_of(ana).get(SEARCH, {"q": "secret"})

    assert found(response) == []
    assert b"Secret" not in response.content


def test_a_person_without_any_role_finds_nothing(client_of, nina, ana):
    ContactFactory(name="João", owner=ana)

    assert found(client_of(nina).get(SEARCH, {"q": "joao"})) == []


def test_names_that_begin_so_come_first_then_words_that_do(client_of, ana):
    for name in ("Ana Marina", "Mariana Reis", "Marina", "Bemarina", "Marina Alves"):
        ContactFactory(name=name, owner=ana)

    response = client_of(ana).get(SEARCH, {"q": "marina"})

    titles = [one.url for one in response.context["groups"][0].results]
    plain = [
        str(one.title_html).replace("<mark>", "").replace("</mark>", "")
        for one in response.context["groups"][0].results
    ]
    assert plain == ["Marina", "Marina Alves", "Ana Marina", "Bemarina"]
    assert len(titles) == 4


def test_while_typing_a_few_of_each_kind_come_as_a_fragment_and_lead_to_the_list(client_of, ana):
    for number in range(8):
        ContactFactory(name=f"João {number}", owner=ana)

    response = client_of(ana).get(SEARCH, {"q": "joao"}, headers={"HX-Request": "true"})

    group = response.context["groups"][0]
    assert (len(group.results), group.all_url) == (5, reverse("crm:contact-list") + "?q=joao")
    assert b"<html" not in response.content


def test_activities_are_looked_for_in_their_list(client_of, ana, nina):
    client = client_of(ana)

    page, typing = client.get(SEARCH, {"q": "preço"}), client.get(SEARCH, {"q": "x"}, headers={"HX-Request": "true"})

    assert [one.url for one in page.context["elsewhere"]] == [reverse("crm:activity-list") + "?q=pre%C3%A7o"]
    assert "Look for “x” in Activities" in typing.content.decode()
    assert not client.get(SEARCH, {"q": " "}).context["elsewhere"]
    assert not client_of(nina).get(SEARCH, {"q": "preço"}).context["elsewhere"]


@pytest.mark.parametrize("q", ["", "   ", "%", "\x00", "'; --", "x" * 5000, "( -", "\\"])
def test_any_text_may_be_typed(client_of, ana, q):
    ContactFactory(name="João", owner=ana)

    response = client_of(ana).get(SEARCH, {"q": q})

    assert (response.status_code, found(response)) == (200, [])


def test_typing_costs_few_queries(client_of, ana, django_assert_max_num_queries):
    for number in range(30):
        ContactFactory(name=f"João {number}", owner=ana)
        CompanyFactory(name=f"João {number}", owner=ana)
    client = client_of(ana)
    client.get(SEARCH, {"q": "joao"})

    with django_assert_max_num_queries(12):
        client.get(SEARCH, {"q": "joao"}, headers={"HX-Request": "true"})
