from crm.models import Affiliation
from crm.tests.factories import AffiliationFactory, CompanyFactory, ContactFactory

URL = "/api/v1/affiliations/"


def test_a_tie_is_made_once_changed_and_ended(api_of, ana):
    contact, company, api = ContactFactory(owner=ana), CompanyFactory(owner=ana), api_of(ana)
    pair = {"contact": contact.pk, "company": company.pk}

    first, second = api.post(URL, pair | {"role": "Buyer"}), api.post(URL, pair | {"role": "Owner"})
    one = f"{URL}{first.json()['id']}/"
    changed = api.patch(one, {"is_primary": True})

    assert (first.status_code, second.json()["id"]) == (201, first.json()["id"])
    assert (changed.json()["role"], changed.json()["is_primary"]) == ("Owner", True)
    assert api.get(URL, {"company": company.pk}).json()["results"] == [api.get(one).json()]
    assert (api.delete(one).status_code, Affiliation.objects.count()) == (204, 0)


def test_the_ends_of_a_tie_stay(api_of, ana):
    tie = AffiliationFactory(contact__owner=ana, company__owner=ana)

    answer = api_of(ana).patch(f"{URL}{tie.pk}/", {"company": CompanyFactory(owner=ana).pk})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["company"])


def test_a_tie_to_a_company_out_of_sight_is_neither_shown_nor_made(api_of, ana, caio):
    tie = AffiliationFactory(contact__owner=ana, company__owner=caio)
    api = api_of(ana)

    refused = api.post(URL, {"contact": tie.contact_id, "company": tie.company_id})

    assert api.get(URL).json()["count"] == 0
    assert (api.get(f"{URL}{tie.pk}/").status_code, api.delete(f"{URL}{tie.pk}/").status_code) == (404, 404)
    assert refused.json()["error"]["fields"] == {"company": ["There is no such record."]}
