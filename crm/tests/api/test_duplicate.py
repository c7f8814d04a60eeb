import pytest

from crm.models import Company, Contact
from crm.tests.factories import CompanyFactory, ContactFactory

COMPANIES, CONTACTS = "/api/v1/companies/", "/api/v1/contacts/"
KEY = {"idempotency-key": "lead-9"}


def test_a_likely_duplicate_is_told_with_its_reasons_and_not_saved(api_of, ana):
    acme = CompanyFactory(name="Acme", emails=["oi@acme.com.br"], website="https://acme.com.br", owner=ana)

    answer = api_of(ana).post(
        COMPANIES, {"name": "Acme 2", "emails": ["OI@acme.com.br"], "website": "http://acme.com.br"}
    )

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (409, "likely_duplicate")
    assert error["candidates"] == [
        {
            "id": acme.pk,
            "name": "Acme",
            "url": f"http://testserver{acme.get_absolute_url()}",
            "reasons": ["same e-mail", "same website"],
        }
    ]
    assert Company.objects.count() == 1


def test_it_is_saved_anyway_when_told_to_under_the_same_idempotency_key(api_of, ana):
    ContactFactory(phones=["+5551999990000"], owner=ana)
    api, content = api_of(ana), {"name": "Ana", "phones": ["(51) 9999-0000"]}

    asked = api.post(CONTACTS, content, headers=KEY)
    saved, again = (api.post(f"{CONTACTS}?allow_duplicates=true", content, headers=KEY) for __ in range(2))

    assert [one.status_code for one in (asked, saved, again)] == [409, 201, 201]
    assert saved.json() == again.json()
    assert Contact.objects.count() == 2


def test_a_change_is_asked_about_new_keys_alone(api_of, ana):
    ContactFactory(name="Twin", emails=["a@b.co"], phones=["+5551999990000"], owner=ana)
    contact = ContactFactory(emails=["a@b.co"], owner=ana)
    api, one = api_of(ana), f"{CONTACTS}{contact.pk}/"

    same = api.patch(one, {"emails": ["a@b.co"], "job_title": "Buyer"})
    new = api.patch(one, {"phones": ["51 9999-0000"]})

    assert same.status_code == 200
    assert (new.status_code, new.json()["error"]["candidates"][0]["name"]) == (409, "Twin")
    assert Contact.objects.get(pk=contact.pk).phones == []
    assert api.patch(f"{one}?allow_duplicates=1", {"phones": ["51 9999-0000"]}).status_code == 200


def test_a_strangers_record_is_not_betrayed(api_of, ana, caio):
    CompanyFactory(emails=["oi@acme.com.br"], owner=caio)

    assert api_of(ana).post(COMPANIES, {"name": "Acme", "emails": ["oi@acme.com.br"]}).status_code == 201


@pytest.mark.parametrize("word", ["yes", ""])
def test_a_word_that_is_neither_yes_nor_no_is_told(api_of, ana, word):
    answer = api_of(ana).post(f"{COMPANIES}?allow_duplicates={word}", {"name": "Acme"})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["allow_duplicates"])
