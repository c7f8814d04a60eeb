import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.actions import record as records
from crm.actions import user as users
from crm.models import HistoryEntry
from crm.tests.factories import CompanyFactory

LIST = reverse("admin:crm_historyentry_changelist")


@pytest.fixture
def deeds(dora, ana):
    company = CompanyFactory(owner=ana, name="Acme")
    records.edit(company, by=ana, values={"name": "Acme Pumps", "relationship": "customer"})
    users.deactivate(ana, by=dora)
    return company


def test_the_history_is_told_in_sentences(client_of, dora, deeds):
    page = client_of(dora).get(LIST).content.decode()

    assert "<strong>Dora Paz</strong> deactivated Ana Melo" in page
    assert f'<a href="{deeds.get_absolute_url()}">Acme Pumps</a>' in page
    assert "is_active" not in page


def test_the_history_is_told_in_portuguese_with_words_for_verbs_and_heads(client_of, dora, deeds):
    type(dora).objects.filter(pk=dora.pk).update(language="pt-br")

    page = client_of(dora).get(LIST).content.decode()

    assert "<strong>Dora Paz</strong> desativou Ana Melo" in page
    for raw in (">deactivated<", "record type", "record id", "Record", "historyentry |", ">verb<"):
        assert raw not in page


def test_it_is_filtered_by_verb_and_kind(client_of, dora, deeds):
    client = client_of(dora)

    only = client.get(LIST, {"verb": "deactivated"}).context["cl"].result_list

    assert [entry.verb for entry in only] == ["deactivated"]
    assert client.get(LIST, {"kind": "nonsense"}).status_code == 200


def test_one_entry_has_a_page_in_words(client_of, dora, deeds):
    entry = HistoryEntry.objects.get(verb="deactivated")

    page = client_of(dora).get(reverse("admin:crm_historyentry_change", args=[entry.pk])).content.decode()

    assert "<strong>Dora Paz</strong> deactivated Ana Melo" in page


def test_a_longer_page_asks_no_more(client_of, dora, ana, deeds):
    client = client_of(dora)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    few = queries()
    for number in range(30):
        CompanyFactory(owner=ana, name=f"Firm {number}")

    assert queries() <= few
