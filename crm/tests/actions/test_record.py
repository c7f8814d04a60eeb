import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.actions import record as records
from crm.exceptions import Conflict
from crm.models import Company, HistoryEntry
from crm.tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def test_a_new_record_belongs_to_its_creator_and_their_team(ana):
    company = records.create(Company(name="Acme"), by=ana)

    assert (company.owner, company.team, company.created_by) == (ana, ana.team, ana)


def test_a_new_record_takes_the_team_of_the_owner_given(ana, caio):
    company = records.create(Company(name="Acme", owner=caio), by=ana)

    assert (company.owner, company.team) == (caio, caio.team)


def test_who_may_not_create_changes_nothing(enzo):
    with pytest.raises(PermissionDenied):
        records.create(Company(name="Acme"), by=enzo)

    assert not Company.objects.exists()


def test_who_may_not_change_changes_nothing(ana, caio):
    company = CompanyFactory(name="Acme", owner=caio)

    with pytest.raises(PermissionDenied):
        records.edit(company, by=ana, values={"name": "Mine"})

    company.refresh_from_db()
    assert company.name == "Acme"


def test_an_edit_from_an_older_version_is_a_conflict_and_loses_nothing(ana, bruno):
    company = CompanyFactory(name="Acme", owner=ana)
    records.edit(company, by=bruno, values={"city": "Canoas"}, version=1)

    with pytest.raises(Conflict) as conflict:
        records.edit(company, by=ana, values={"city": "Esteio"}, version=1)

    assert conflict.value.record.city == "Canoas"
    assert conflict.value.values == {"city": "Esteio"}


def test_an_edit_that_changes_nothing_writes_nothing(ana):
    company = CompanyFactory(name="Acme", owner=ana)

    records.edit(company, by=ana, values={"name": "Acme"})

    company.refresh_from_db()
    assert company.version == 1
    assert HistoryEntry.objects.about(company).count() == 1


def test_a_new_owner_brings_their_team(bruno, caio):
    company = CompanyFactory(owner=bruno)

    company = records.edit(company, by=bruno, values={"owner": caio})

    assert company.team == caio.team


def test_an_invalid_value_is_refused_by_name(ana):
    company = CompanyFactory(owner=ana)

    with pytest.raises(ValidationError) as error:
        records.edit(company, by=ana, values={"cnpj": "11.222.333/0001-82"})

    assert "CNPJ" in str(error.value)


def test_trash_and_restore_bring_the_record_back_whole(ana):
    company = CompanyFactory(name="Acme", owner=ana, tags=["vip"])

    records.trash(company, by=ana)
    assert not Company.objects.visible_to(ana).exists()
    assert list(Company.objects.trashed_by_reach_of(ana)) == [company]
    records.restore(company, by=ana)

    back = Company.objects.visible_to(ana).get()
    assert (back.name, back.tags, back.version) == ("Acme", ["vip"], 3)
    verbs = HistoryEntry.objects.about(company).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["created", "trashed", "restored"]


def test_many_change_at_once_with_one_history_entry_for_each_field(bruno, caio):
    companies = [CompanyFactory(owner=bruno) for __ in range(3)]

    count = records.change_many(Company.objects.visible_to(bruno, "change"), by=bruno, values={"owner": caio})

    assert count == 3
    entries = HistoryEntry.objects.filter(verb="changed", record_id__in=[company.pk for company in companies])
    assert sorted(entries.values_list("field", flat=True)) == ["owner_id"] * 3 + ["team_id"] * 3
    assert {entry.actor for entry in entries} == {bruno}


def test_many_go_to_the_trash_only_within_reach(bruno, caio):
    mine, other = CompanyFactory(owner=bruno), CompanyFactory(owner=caio)

    count = records.trash_many(Company.objects.visible_to(bruno, "delete"), by=bruno)

    assert count == 1
    assert list(Company.objects.alive()) == [other]
    assert mine not in Company.objects.alive()


def test_the_same_change_sent_twice_is_no_conflict(ana):
    company = CompanyFactory(owner=ana)
    values = {"name": "Acme", "phones": ["(51) 99999-0000"], "tags": ["vip"], "custom": {"size": "big"}}

    for __ in range(2):
        saved = records.edit(company, by=ana, values=values, version=1)

    assert (saved.version, saved.name) == (2, "Acme")
    with pytest.raises(Conflict):
        records.edit(company, by=ana, values={"name": "Zenith"}, version=1)
