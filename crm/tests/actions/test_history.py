from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from crm.actions import record as records
from crm.actions.history import acting, record
from crm.models import Company, HistoryEntry
from crm.signals import recorded
from crm.tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def changes(company):
    entries = HistoryEntry.objects.about(company).order_by("pk")
    return [(entry.verb, entry.field, entry.old, entry.new) for entry in entries]


def test_each_changed_field_is_one_entry_with_old_new_and_actor(ana):
    company = CompanyFactory(name="Acme", owner=ana)

    records.edit(company, by=ana, values={"name": "Acme Ltda", "city": "Canoas"})

    assert changes(company) == [
        ("created", "", None, None),
        ("changed", "city", "", "Canoas"),
        ("changed", "name", "Acme", "Acme Ltda"),
    ]
    assert set(HistoryEntry.objects.about(company).filter(verb="changed").values_list("actor", flat=True)) == {ana.pk}


def test_no_path_goes_around_the_history(ana):
    one, other = CompanyFactory(owner=ana), CompanyFactory(owner=ana)

    Company.objects.filter(pk=one.pk).update(city="Porto Alegre")
    Company.objects.bulk_update([Company(pk=other.pk, city="Pelotas")], ["city"])
    Company.objects.bulk_create([Company(name="Bulk", owner=ana)])

    assert changes(one)[-1] == ("changed", "city", "", "Porto Alegre")
    assert changes(other)[-1] == ("changed", "city", "", "Pelotas")
    assert changes(Company.objects.get(name="Bulk")) == [("created", "", None, None)]


def test_custom_fields_change_each_under_their_own_name(ana):
    company = CompanyFactory(owner=ana, custom={"size": "small", "since": "2020-01-01"})

    records.edit(company, by=ana, values={"custom": {"size": "large"}})

    company.refresh_from_db()
    assert company.custom == {"size": "large", "since": "2020-01-01"}
    assert changes(company)[-1] == ("changed", "custom.size", "small", "large")


def test_entries_of_one_save_share_a_transaction_and_its_cause(ana):
    company = CompanyFactory(owner=ana)

    with acting(ana, cause="import 12"):
        Company.objects.filter(pk=company.pk).update(city="Canoas", state="RS")
        record(company, "checked", by=ana)

    entries = HistoryEntry.objects.about(company).exclude(verb="created")
    assert len({entry.transaction for entry in entries}) == 1
    assert {entry.cause for entry in entries} == {"import 12"}
    assert {entry.verb for entry in entries} == {"changed", "checked"}


def test_the_actor_does_not_outlive_the_action(ana):
    company = CompanyFactory(owner=ana)

    with acting(ana):
        Company.objects.filter(pk=company.pk).update(city="Canoas")
    Company.objects.filter(pk=company.pk).update(city="Esteio")

    actors = HistoryEntry.objects.about(company).filter(verb="changed").order_by("pk")
    assert [entry.actor for entry in actors] == [ana, None]


def test_an_action_inside_another_gives_the_actor_back(ana, bruno):
    company = CompanyFactory(owner=ana)

    with acting(bruno):
        with acting(ana):
            Company.objects.filter(pk=company.pk).update(city="Canoas")
        Company.objects.filter(pk=company.pk).update(city="Esteio")

    actors = HistoryEntry.objects.about(company).filter(verb="changed").order_by("pk")
    assert [entry.actor for entry in actors] == [ana, bruno]


@pytest.mark.parametrize("write", ["update", "delete"])
def test_history_cannot_be_rewritten(ana, write):
    company = CompanyFactory(owner=ana)
    entries = HistoryEntry.objects.about(company)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entries.update(verb="changed") if write == "update" else entries.delete()

    assert changes(company) == [("created", "", None, None)]


def test_a_recorded_verb_is_told_to_listeners_after_commit(ana, django_capture_on_commit_callbacks):
    company, heard = CompanyFactory(owner=ana), []
    listen = lambda sender, entry, **_: heard.append((sender, entry.verb))  # noqa: E731
    recorded.connect(listen)

    with django_capture_on_commit_callbacks(execute=True), acting(ana):
        record(company, "checked", by=ana)
        assert heard == []

    recorded.disconnect(listen)
    assert heard == [(Company, "checked")]


def test_a_change_of_the_past_is_placed_when_it_happened_and_recorded_now(ana):
    company, then = CompanyFactory(owner=ana), timezone.now() - timedelta(days=90)

    with acting(ana, at=then):
        Company.objects.filter(pk=company.pk).update(city="Canoas")
        record(company, "checked", by=ana)

    entries = HistoryEntry.objects.about(company).exclude(verb="created")
    assert {entry.occurred_at for entry in entries} == {then}
    assert all(entry.recorded_at - then > timedelta(days=89) for entry in entries)


def test_what_is_made_in_the_past_was_made_then(ana):
    then = timezone.now() - timedelta(days=2)
    with acting(ana, at=then):
        company = records.create(Company(name="Acme"), by=ana)

    company.refresh_from_db()
    assert company.created_at == then
    assert HistoryEntry.objects.about(company).get(verb="created").occurred_at == then
