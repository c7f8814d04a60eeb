from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from crm.actions import affiliation as affiliations
from crm.actions import merge as merges
from crm.actions import record as records
from crm.actions.mergepart import parts
from crm.exceptions import Conflict
from crm.models import Activity, Affiliation, Attachment, Company, Contact, HistoryEntry, Merge, Notice
from crm.tests.factories import (
    ActivityFactory,
    AffiliationFactory,
    AttachmentFactory,
    CompanyFactory,
    ContactFactory,
    CustomFieldFactory,
    NoticeFactory,
)

pytestmark = pytest.mark.django_db

TOUCHED = {"version", "updated_at"}


def rows(model):
    """Every row, whole, but for what tells that somebody touched it."""
    return [
        {name: value for name, value in row.items() if name not in TOUCHED}
        for row in model._base_manager.order_by("pk").values()
    ]


def named(found):
    return {part.name: part.ways[0] for part in found}


def test_the_kept_record_gets_what_it_lacks_and_keeps_what_it_has(ana):
    kept = ContactFactory(owner=ana, name="Maria Souza", emails=["m@acme.example"], phones=[], tags=["vip"], city="")
    gone = ContactFactory(
        owner=ana,
        name="Maria S.",
        emails=["m@acme.example", "maria@home.example"],
        phones=["+5551999990000"],
        tags=["fair"],
        job_title="Buyer",
        city="Canoas",
        state="RS",
    )

    merged = merges.merge(kept, by=ana, absorbed=gone)

    assert merged == kept
    assert (merged.name, merged.job_title, merged.city, merged.state) == ("Maria Souza", "Buyer", "Canoas", "RS")
    assert merged.emails == ["m@acme.example", "maria@home.example"]
    assert (merged.phones, merged.tags) == (["+5551999990000"], ["vip", "fair"])


def test_the_other_is_gone_from_sight_and_tells_what_it_became(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)

    merges.merge(kept, by=ana, absorbed=gone)

    gone.refresh_from_db()
    assert (gone.merged_into, gone.deleted_at is not None) == (kept, True)
    assert list(Company.objects.visible_to(ana)) == [kept]
    assert Company.objects.became(gone.pk) == kept
    assert not Company.objects.trashed_by_reach_of(ana).exists()
    assert list(Company.objects.merged_by_reach_of(ana)) == [gone]


def test_an_address_is_taken_whole_or_not_at_all(ana):
    kept = CompanyFactory(owner=ana, city="Canoas", state="RS")
    gone = CompanyFactory(owner=ana, street="Rua Um", number="7", city="Esteio", state="RS")

    merged = merges.merge(kept, by=ana, absorbed=gone)

    assert (merged.street, merged.city) == ("", "Canoas")
    assert named(parts(kept, gone))["address"] == "kept"


def test_what_one_chooses_counts(ana, bruno):
    kept = CompanyFactory(owner=ana, name="Acme", description="First.", city="Canoas", founded=1990)
    gone = CompanyFactory(owner=bruno, name="Acme Ltda", description="Second.", city="Esteio", founded=1998)

    merged = merges.merge(
        kept,
        by=bruno,
        absorbed=gone,
        choices={"name": "absorbed", "description": "both", "address": "absorbed", "owner": "absorbed"},
    )

    assert (merged.name, merged.city, merged.owner, merged.founded) == ("Acme Ltda", "Esteio", bruno, 1990)
    assert merged.description == "First.\n\nSecond."


def test_a_choice_there_is_not_is_refused_and_nothing_is_merged(ana):
    kept, gone = CompanyFactory(owner=ana, name="A"), CompanyFactory(owner=ana, name="B")

    with pytest.raises(ValidationError):
        merges.merge(kept, by=ana, absorbed=gone, choices={"name": "both"})

    assert Company.objects.alive().count() == 2
    assert not Merge.objects.exists()


def test_custom_fields_are_filled_one_by_one(ana):
    for key in ("plan", "size"):
        CustomFieldFactory(record_type=ContentType.objects.get_for_model(Company), key=key, kind="text")
    kept = CompanyFactory(owner=ana, custom={"plan": "Gold"})
    gone = CompanyFactory(owner=ana, custom={"plan": "Silver", "size": "Large"})

    merged = merges.merge(kept, by=ana, absorbed=gone)

    assert merged.custom == {"plan": "Gold", "size": "Large"}


def test_what_is_about_the_other_moves_along(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    branch = CompanyFactory(owner=ana, parent=gone)
    activity, file = ActivityFactory(about=gone, owner=ana), AttachmentFactory(about=gone, owner=ana)
    notice = NoticeFactory(person=ana, subject=gone)
    tie = AffiliationFactory(company=gone, contact__owner=ana)

    merges.merge(kept, by=ana, absorbed=gone)

    branch.refresh_from_db()
    tie.refresh_from_db()
    assert (branch.parent, tie.company) == (kept, kept)
    assert Activity.objects.get(pk=activity.pk).about == kept
    assert Attachment.objects.get(pk=file.pk).about == kept
    assert Notice.objects.get(pk=notice.pk).subject == kept


def test_two_ties_to_one_company_become_one_which_takes_what_it_lacks(ana):
    company = CompanyFactory(owner=ana)
    kept, gone = ContactFactory(owner=ana), ContactFactory(owner=ana)
    stays = AffiliationFactory(contact=kept, company=company, role="")
    AffiliationFactory(contact=gone, company=company, role="Buyer", is_primary=True)

    merges.merge(kept, by=ana, absorbed=gone)

    tie = Affiliation.objects.get()
    assert (tie.pk, tie.role, tie.is_primary) == (stays.pk, "Buyer", True)


def test_a_second_main_company_becomes_one_beside_the_first(ana):
    kept, gone = ContactFactory(owner=ana), ContactFactory(owner=ana)
    first = AffiliationFactory(contact=kept, company__owner=ana, is_primary=True)
    second = AffiliationFactory(contact=gone, company__owner=ana, is_primary=True)

    merges.merge(kept, by=ana, absorbed=gone)

    assert list(kept.affiliations.filter(is_primary=True)) == [first]
    assert set(kept.affiliations.all()) == {first, second}


def test_a_head_office_that_was_the_other_one_is_none(ana):
    above = CompanyFactory(owner=ana)
    gone = CompanyFactory(owner=ana, parent=above)
    kept = CompanyFactory(owner=ana, parent=gone)

    assert merges.merge(kept, by=ana, absorbed=gone).parent == above

    merges.undo(gone, by=ana)
    kept.refresh_from_db()
    assert kept.parent == gone


def test_a_branch_that_becomes_part_of_its_head_office_gives_it_no_head_office(ana):
    kept = CompanyFactory(owner=ana)
    gone = CompanyFactory(owner=ana, parent=kept)

    assert merges.merge(kept, by=ana, absorbed=gone).parent is None


def test_a_ring_of_head_offices_is_refused_and_nothing_moves(ana):
    gone = CompanyFactory(owner=ana)
    between = CompanyFactory(owner=ana, parent=gone)
    kept = CompanyFactory(owner=ana, parent=between)
    before = rows(Company)

    with pytest.raises(ValidationError):
        merges.merge(kept, by=ana, absorbed=gone)

    assert rows(Company) == before


def test_undone_everything_is_as_before(ana, bruno):
    CustomFieldFactory(record_type=ContentType.objects.get_for_model(Contact), key="plan", kind="text")
    company, other = CompanyFactory(owner=ana), CompanyFactory(owner=bruno)
    kept = ContactFactory(owner=ana, emails=["a@x.example"], tags=["vip"], custom={}, description="First.")
    gone = ContactFactory(
        owner=bruno,
        emails=["b@x.example"],
        tags=["fair"],
        custom={"plan": "Gold"},
        description="Second.",
        city="Esteio",
    )
    AffiliationFactory(contact=kept, company=company, role="", is_primary=True)
    AffiliationFactory(contact=gone, company=company, role="Buyer")
    AffiliationFactory(contact=gone, company=other, role="Owner", is_primary=True)
    for about in (kept, gone, gone):
        ActivityFactory(about=about, owner=ana)
    AttachmentFactory(about=gone, owner=ana)
    before = [rows(model) for model in (Contact, Company, Affiliation, Activity, Attachment)]

    merges.merge(kept, by=bruno, absorbed=gone, choices={"description": "both", "owner": "absorbed"})
    assert [rows(model) for model in (Contact, Company, Affiliation, Activity, Attachment)] != before
    undone = merges.undo(Contact.objects.get(pk=gone.pk), by=bruno)

    assert [rows(model) for model in (Contact, Company, Affiliation, Activity, Attachment)] == before
    assert (undone.record, undone.kept_labels, undone.lost) == (gone, [], 0)


def test_what_somebody_changed_since_stays_as_they_left_it(ana):
    kept, gone = CompanyFactory(owner=ana, emails=["a@x.example"]), CompanyFactory(owner=ana, emails=["b@x.example"])
    gone.founded, gone.website = 1998, "https://acme.example"
    gone.save()
    moved, removed = ActivityFactory(about=gone, owner=ana), AffiliationFactory(company=gone, contact__owner=ana)
    elsewhere = CompanyFactory(owner=ana)

    merges.merge(kept, by=ana, absorbed=gone)
    kept.refresh_from_db()
    records.edit(kept, by=ana, values={"founded": 1999, "emails": [*kept.emails, "c@x.example"]})
    Activity.objects.filter(pk=moved.pk).update(record_id=elsewhere.pk)
    Affiliation.objects.filter(pk=removed.pk).delete()
    later = ActivityFactory(about=kept, owner=ana)
    undone = merges.undo(Company.objects.get(pk=gone.pk), by=ana)

    kept.refresh_from_db()
    assert (kept.founded, kept.website, kept.emails) == (1999, "", ["a@x.example", "c@x.example"])
    assert (undone.kept_labels, undone.lost) == (["founded in"], 2)
    assert Activity.objects.get(pk=moved.pk).about == elsewhere
    assert Activity.objects.get(pk=later.pk).about == kept


def test_two_merges_into_one_are_undone_in_any_order(ana):
    kept = CompanyFactory(owner=ana, emails=["a@x.example"])
    first, second = (CompanyFactory(owner=ana, emails=[f"{name}@x.example"]) for name in "bc")
    before = rows(Company)

    for gone in (first, second):
        merges.merge(kept, by=ana, absorbed=gone)
    for gone in (first, second):
        merges.undo(Company.objects.get(pk=gone.pk), by=ana)

    assert rows(Company) == before


def test_a_chain_is_undone_from_its_end(ana):
    first, second, third = (CompanyFactory(owner=ana) for __ in range(3))
    activity = ActivityFactory(about=first, owner=ana)
    merges.merge(second, by=ana, absorbed=first)
    merges.merge(third, by=ana, absorbed=second)
    assert Company.objects.became(first.pk) == third

    with pytest.raises(ValidationError):
        merges.undo(Company.objects.get(pk=first.pk), by=ana)
    merges.undo(Company.objects.get(pk=second.pk), by=ana)
    merges.undo(Company.objects.get(pk=first.pk), by=ana)

    assert Company.objects.alive().count() == 3
    assert Activity.objects.get(pk=activity.pk).about == first


def test_merged_again_after_undoing_it_is_a_new_merge(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)

    for __ in range(2):
        merges.merge(kept, by=ana, absorbed=gone)
        merges.undo(Company.objects.get(pk=gone.pk), by=ana)

    assert Merge.objects.count() == 2
    assert not Merge.objects.standing().exists()


def test_sent_twice_it_is_done_once(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)

    merges.merge(kept, by=ana, absorbed=gone)
    merges.merge(kept, by=ana, absorbed=gone)
    assert Merge.objects.count() == 1

    merges.undo(Company.objects.get(pk=gone.pk), by=ana)
    merges.undo(Company.objects.get(pk=gone.pk), by=ana)
    assert Company.objects.alive().count() == 2


def test_one_that_was_changed_since_it_was_compared_is_a_conflict(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    records.edit(gone, by=ana, values={"city": "Canoas"})

    with pytest.raises(Conflict):
        merges.merge(kept, by=ana, absorbed=gone, versions=(1, 1))

    assert Company.objects.alive().count() == 2


def test_a_record_is_not_merged_with_itself_nor_with_one_in_the_trash(ana):
    kept, trashed = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    records.trash(trashed, by=ana)

    for gone in (kept, trashed):
        with pytest.raises(ValidationError):
            merges.merge(kept, by=ana, absorbed=gone)


def test_whoever_may_not_delete_the_other_merges_nothing(ana, caio):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=caio)

    with pytest.raises(PermissionDenied):
        merges.merge(kept, by=ana, absorbed=gone)

    assert Company.objects.alive().count() == 2


def test_a_stranger_undoes_nothing(ana, caio):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    merges.merge(kept, by=ana, absorbed=gone)

    with pytest.raises(PermissionDenied):
        merges.undo(Company.objects.get(pk=gone.pk), by=caio)

    assert Company.objects.became(gone.pk) == kept


def test_the_database_refuses_a_merged_record_that_is_there(ana):
    kept, gone = CompanyFactory(owner=ana), CompanyFactory(owner=ana)

    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.filter(pk=gone.pk).update(merged_into=kept)


def test_the_history_tells_it_of_the_record_that_stays(ana):
    kept, gone = CompanyFactory(owner=ana, name="Acme"), CompanyFactory(owner=ana, name="Acme Ltda")

    merges.merge(kept, by=ana, absorbed=gone)
    merges.undo(Company.objects.get(pk=gone.pk), by=ana)

    told = HistoryEntry.objects.about(kept).filter(verb__endswith="merged").order_by("pk")
    assert [(entry.verb, entry.details["name"], entry.actor) for entry in told] == [
        ("merged", "Acme Ltda", ana),
        ("unmerged", "Acme Ltda", ana),
    ]


def test_a_person_who_works_again_where_a_set_aside_tie_led_keeps_the_new_main_company(ana):
    company = CompanyFactory(owner=ana)
    gone = CompanyFactory(owner=ana)
    contact = ContactFactory(owner=ana)
    AffiliationFactory(contact=contact, company=company)
    AffiliationFactory(contact=contact, company=gone, is_primary=True)

    merges.merge(company, by=ana, absorbed=gone)
    newer = affiliations.affiliate(contact, by=ana, company=CompanyFactory(owner=ana))
    merges.undo(Company.objects.get(pk=gone.pk), by=ana)

    assert list(contact.affiliations.filter(is_primary=True)) == [newer]
    assert set(contact.affiliations.values_list("company", flat=True)) == {company.pk, gone.pk, newer.company_id}


@pytest.mark.django_db(transaction=True)
def test_two_people_who_merge_the_same_two_either_way_make_one_of_them(ana):
    first, second = CompanyFactory(owner=ana), CompanyFactory(owner=ana)

    def into(pair):
        try:
            merges.merge(pair[0], by=ana, absorbed=pair[1])
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "merged"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(into, [(first, second), (second, first)]))

    assert answers == ["merged", "refused"]
    assert (Company.objects.alive().count(), Merge.objects.count()) == (1, 1)
