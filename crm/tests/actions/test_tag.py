import pytest
from django.core.exceptions import PermissionDenied

from crm.actions import record as records
from crm.actions import tag as tags
from crm.models import Company, HistoryEntry, Tag
from crm.tests.factories import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db


def test_a_word_typed_on_a_record_becomes_a_tag_and_keeps_its_known_spelling(ana):
    Tag.objects.create(name="VIP", colour="red")

    company = records.create(Company(name="Acme", tags=["vip", "fair", "Fair "]), by=ana)

    assert company.tags == ["VIP", "fair"]
    assert list(Tag.objects.values_list("name", "colour")) == [("VIP", "red"), ("fair", "secondary")]


def test_an_edit_settles_its_tags_too(ana):
    Tag.objects.create(name="VIP")
    company = CompanyFactory(owner=ana)

    records.edit(company, by=ana, values={"tags": ["vip", "new"]})

    assert Company.objects.get().tags == ["VIP", "new"]
    assert Tag.objects.filter(name="new").exists()


def test_a_new_name_goes_to_every_record_and_into_their_history(dora, ana):
    tag = Tag.objects.create(name="fair")
    company = CompanyFactory(tags=["vip", "fair"], owner=ana)
    contact = ContactFactory(tags=["fair"], owner=ana)
    other = CompanyFactory(tags=["vip"], owner=ana)
    tag.name = "fair 2026"

    tags.save(tag, by=dora)

    for record, expected in ((company, ["vip", "fair 2026"]), (contact, ["fair 2026"]), (other, ["vip"])):
        record.refresh_from_db()
        assert record.tags == expected
    entry = HistoryEntry.objects.about(company).get(field="tags")
    assert (entry.actor, entry.old, entry.new) == (dora, ["vip", "fair"], ["vip", "fair 2026"])
    assert tags.used_by(tag) == 2


def test_a_deleted_tag_is_taken_off_its_records(dora, ana):
    tag = Tag.objects.create(name="fair")
    company = CompanyFactory(tags=["vip", "fair"], owner=ana)

    tags.delete(tag, by=dora)

    company.refresh_from_db()
    assert (company.tags, company.version, Tag.objects.count()) == (["vip"], 2, 0)


def test_only_administrators_rename_and_delete(ana):
    tag = Tag.objects.create(name="fair")

    with pytest.raises(PermissionDenied):
        tags.delete(tag, by=ana)
    with pytest.raises(PermissionDenied):
        tags.save(tag, by=ana)
    assert Tag.objects.get().name == "fair"
