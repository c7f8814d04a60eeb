from crm.models import Affiliation, Contact, HistoryEntry
from crm.tests.factories import AffiliationFactory, CompanyFactory, ContactFactory

URL = "/api/v1/contacts/"


def test_a_contact_is_made_with_a_company_listed_read_and_changed(api_of, ana):
    company, api = CompanyFactory(owner=ana), api_of(ana)

    made = api.post(URL, {"name": "João Pereira", "company": company.pk, "cpf": "529.982.247-25"})
    one = f"{URL}{made.json()['id']}/"
    changed = api.patch(one, {"job_title": "Buyer"})

    assert (made.status_code, made.json()["company"], made.json()["cpf"]) == (201, company.pk, "52998224725")
    assert (changed.json()["job_title"], changed.json()["company"]) == ("Buyer", company.pk)
    assert api.get(one).json() == api.get(URL).json()["results"][0]
    assert set(HistoryEntry.objects.about(Contact.objects.get()).values_list("cause", flat=True)) == {"api"}


def test_null_ends_the_tie_to_the_main_company_and_silence_does_not(api_of, ana):
    tie = AffiliationFactory(contact__owner=ana, company__owner=ana, is_primary=True, role="Buyer")
    api, one = api_of(ana), f"{URL}{tie.contact_id}/"

    api.patch(one, {"job_title": "Head"})
    kept = Affiliation.objects.get().role
    ended = api.patch(one, {"company": None})

    assert kept == "Buyer"
    assert (ended.json()["company"], Affiliation.objects.count()) == (None, 0)


def test_a_strangers_contact_does_not_exist_and_a_wrong_cpf_is_told(api_of, ana, caio):
    foreign, api = ContactFactory(owner=caio), api_of(ana)

    wrong = api.post(URL, {"name": "João", "cpf": "529.982.247-26"})

    assert api.get(f"{URL}{foreign.pk}/").status_code == 404
    assert api.patch(f"{URL}{foreign.pk}/", {"name": "Mine"}).status_code == 404
    assert list(wrong.json()["error"]["fields"]) == ["cpf"]


def test_tags_and_custom_fields_are_written_and_the_trash_gives_back(api_of, ana):
    contact, api = ContactFactory(owner=ana), api_of(ana)
    one = f"{URL}{contact.pk}/"

    assert api.patch(one, {"tags": ["vip"]}).json()["tags"] == ["vip"]
    assert api.delete(one).status_code == 204
    assert api.post(f"{one}restore/").json()["tags"] == ["vip"]
