from django.urls import reverse

from crm.models import Company, Contact
from crm.tests.factories import CompanyFactory, ContactFactory

CREATE = reverse("crm:company-create")
FORM = {"name": "Acme 2", "relationship": "prospect", "emails": ["oi@acme.com.br"], "country": "BR"}


def test_a_likely_duplicate_is_shown_with_its_reason_and_nothing_is_saved(client_of, ana):
    acme = CompanyFactory(name="Acme <1>", emails=["oi@acme.com.br"], owner=ana)

    response = client_of(ana).post(CREATE, FORM)

    assert response.status_code == 422
    [warning] = response.context["warnings"]
    assert (warning["html"], warning["url"]) == ("Acme &lt;1&gt; (same e-mail)", acme.get_absolute_url())
    assert b'value="Acme 2"' in response.content
    assert Company.objects.count() == 1


def test_a_different_one_is_saved_anyway(client_of, ana):
    CompanyFactory(name="Acme", emails=["oi@acme.com.br"], owner=ana)

    response = client_of(ana).post(CREATE, FORM | {"confirmed": "1"})

    assert response.status_code == 302
    assert Company.objects.count() == 2


def test_a_strangers_record_is_not_betrayed(client_of, ana, caio):
    CompanyFactory(name="Acme", emails=["oi@acme.com.br"], owner=caio)

    assert client_of(ana).post(CREATE, FORM).status_code == 302


def test_an_edit_warns_of_new_keys_alone(client_of, ana):
    ContactFactory(name="Twin", emails=["a@b.co"], phones=["+5551999990000"], owner=ana)
    contact = ContactFactory(name="Ana", emails=["a@b.co"], owner=ana)
    edit = reverse("crm:contact-edit", args=[contact.pk])
    form = {"name": "Ana P", "emails": ["a@b.co"], "owner": ana.pk, "team": ana.team.pk, "country": "BR"}

    same = client_of(ana).post(edit, form | {"version": 1})
    new = client_of(ana).post(edit, form | {"version": 2, "phones": ["51 9999-0000"]})

    assert same.status_code == 302
    assert (new.status_code, [str(one["html"]) for one in new.context["warnings"]]) == (422, ["Twin (same phone)"])
    assert Contact.objects.get(pk=contact.pk).phones == []


def test_a_saved_record_is_offered_to_become_one_with_its_likeness_by_who_may(client_of, ana):
    twin = ContactFactory(name="Twin", phones=["+5551999990000"], owner=ana)
    contact = ContactFactory(name="Ana", owner=ana)
    form = {"name": "Ana", "phones": ["51 9999-0000"], "owner": ana.pk, "team": ana.team.pk, "country": "BR"}
    edit = reverse("crm:contact-edit", args=[contact.pk])

    offered = client_of(ana).post(edit, form | {"version": 1})
    created = client_of(ana).post(reverse("crm:contact-create"), form)

    merge = f"{reverse('crm:contact-merge', args=[contact.pk])}?with={twin.pk}"
    assert merge.encode() in offered.content
    assert b"Merge with it" not in created.content
