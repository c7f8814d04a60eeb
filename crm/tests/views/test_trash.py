import pytest
from django.urls import reverse
from django.utils import translation

from crm.actions import record as records
from crm.models import Company, HistoryEntry
from crm.tests.factories import CompanyFactory, ContactFactory

TRASH = reverse("crm:trash")


def names(response):
    return [row.name for row in response.context["rows"]]


@pytest.fixture
def acme(ana):
    company = CompanyFactory(name="Acme", tags=["vip"], custom={"x": "1"}, owner=ana)
    records.trash(company, by=ana)
    return company


def test_the_trash_tells_what_when_and_by_whom(client_of, ana, bruno, acme):
    response = client_of(bruno).get(TRASH)

    assert names(response) == ["Acme"]
    assert response.context["rows"][0].trashed_by == ana


def test_a_restored_record_comes_back_whole(client_of, ana, acme):
    response = client_of(ana).post(reverse("crm:restore", args=["crm.company", acme.pk]))

    company = Company.objects.alive().get()
    assert response.url == company.get_absolute_url()
    assert (company.name, company.tags, company.custom) == ("Acme", ["vip"], {"x": "1"})
    assert list(HistoryEntry.objects.about(company).values_list("verb", flat=True).order_by("pk")) == [
        "created",
        "trashed",
        "restored",
    ]


def test_a_stranger_sees_nothing_and_restores_nothing(client_of, caio, acme):
    client = client_of(caio)

    assert names(client.get(TRASH, {"kind": "crm.company"})) == []
    assert client.post(reverse("crm:restore", args=["crm.company", acme.pk])).status_code == 404
    assert Company.objects.alive().count() == 0


def test_who_may_delete_nothing_has_an_empty_trash(client_of, enzo, acme):
    response = client_of(enzo).get(TRASH)

    assert (response.context["kinds"], response.context["rows"]) == ([], [])
    assert client_of(enzo).post(reverse("crm:restore", args=["crm.company", acme.pk])).status_code == 404


def test_looking_restores_nothing(client_of, ana, acme):
    assert client_of(ana).get(reverse("crm:restore", args=["crm.company", acme.pk])).status_code == 405


def test_kinds_and_words_narrow_it(client_of, ana, acme):
    records.trash(ContactFactory(name="João", owner=ana), by=ana)
    records.trash(CompanyFactory(name="Zenith", owner=ana), by=ana)
    client = client_of(ana)

    assert names(client.get(TRASH, {"kind": "crm.contact", "q": "joao"})) == ["João"]
    assert names(client.get(TRASH, {"kind": "crm.company", "q": "acme"})) == ["Acme"]
    assert names(client.get(TRASH, {"kind": "crm.company", "q": "joao"})) == []
    assert client.get(TRASH, {"kind": "crm.user"}).status_code == 404


def test_the_trash_needs_the_same_queries_for_many_rows(client_of, ana, django_assert_max_num_queries):
    for __ in range(55):
        records.trash(CompanyFactory(owner=ana), by=ana)
    client = client_of(ana)
    first = client.get(TRASH, {"kind": "crm.company"})

    with django_assert_max_num_queries(12):
        second = client.get(TRASH + first.context["next_url"])

    assert (len(names(first)), len(names(second))) == (50, 5)


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_it_reads_in_both_languages(client_of, ana, acme, language):
    ana.language = language
    ana.save()
    with translation.override(language):
        assert client_of(ana).get(TRASH).status_code == 200


def test_a_second_press_on_trash_or_restore_leads_where_the_first_did(client_of, ana, caio, acme):
    again = reverse("crm:company-trash", args=[acme.pk])
    restore = reverse("crm:restore", args=["crm.company", acme.pk])

    assert client_of(ana).post(again).url == client_of(ana).get(again).url == reverse("crm:company-list")
    assert (client_of(caio).post(again).status_code, client_of(caio).get(again).status_code) == (404, 404)
    assert [client_of(ana).post(restore).url for __ in range(2)] == [acme.get_absolute_url()] * 2
    assert client_of(caio).post(restore).status_code == 404
    assert list(HistoryEntry.objects.about(acme).values_list("verb", flat=True).order_by("pk")) == [
        "created",
        "trashed",
        "restored",
    ]
