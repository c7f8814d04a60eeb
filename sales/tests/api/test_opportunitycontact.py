from crm.tests.factories import ContactFactory
from sales.models import OpportunityContact
from sales.tests.factories import OpportunityContactFactory, OpportunityFactory

URL = "/api/v1/opportunity-contacts/"


def test_a_person_is_added_once_and_changed_by_a_second_post(api_of, ana):
    opportunity, contact = OpportunityFactory(owner=ana), ContactFactory(owner=ana)
    api, pair = api_of(ana), {"opportunity": opportunity.pk, "contact": contact.pk}

    first = api.post(URL, pair | {"role": "user"})
    second = api.post(URL, pair | {"role": "buyer", "is_primary": True})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    role = OpportunityContact.objects.get()
    assert (role.role, role.is_primary) == ("buyer", True)


def test_a_new_main_contact_takes_the_place_of_the_former(api_of, ana):
    former = OpportunityContactFactory(opportunity__owner=ana, contact__owner=ana, is_primary=True)
    other = OpportunityContactFactory(opportunity=former.opportunity, contact__owner=ana)
    api = api_of(ana)

    answer = api.patch(f"{URL}{other.pk}/", {"is_primary": True})

    assert (answer.status_code, answer.json()["is_primary"]) == (200, True)
    assert not OpportunityContact.objects.get(pk=former.pk).is_primary
    assert api.delete(f"{URL}{former.pk}/").status_code == 204
    assert OpportunityContact.objects.get() == other


def test_a_person_out_of_sight_is_neither_shown_nor_taken(api_of, ana, caio):
    hidden = OpportunityContactFactory(opportunity__owner=ana, contact__owner=caio)
    api = api_of(ana)

    again = api.post(URL, {"opportunity": hidden.opportunity_id, "contact": hidden.contact_id})

    assert api.get(URL).json()["count"] == 0
    assert api.get(f"{URL}{hidden.pk}/").status_code == 404
    assert api.delete(f"{URL}{hidden.pk}/").status_code == 404
    assert again.json()["error"]["fields"] == {"contact": ["There is no such record."]}
    assert OpportunityContact.objects.count() == 1


def test_a_role_is_written_against_the_version_of_its_opportunity(api_of, ana):
    role = OpportunityContactFactory(opportunity__owner=ana, contact__owner=ana)
    api = api_of(ana)
    api.patch(f"/api/v1/opportunities/{role.opportunity_id}/", {"description": "Changed"})

    answer = api.patch(f"{URL}{role.pk}/", {"role": "buyer", "version": 1})

    assert (answer.status_code, answer.json()["error"]["current"]["role"]) == (409, "")


def test_the_pair_stays_and_an_unknown_role_is_refused(api_of, ana):
    role = OpportunityContactFactory(opportunity__owner=ana, contact__owner=ana)
    api, one = api_of(ana), f"{URL}{role.pk}/"

    moved = api.patch(one, {"contact": ContactFactory(owner=ana).pk})
    unknown = api.patch(one, {"role": "emperor"})

    assert list(moved.json()["error"]["fields"]) == ["contact"]
    assert list(unknown.json()["error"]["fields"]) == ["role"]
