from django.urls import reverse

from crm.models import Affiliation, HistoryEntry
from crm.tests.factories import CompanyFactory, ContactFactory


def url(verb, tie):
    return reverse(f"crm:affiliation-{verb}", args=[tie.pk])


def person_add(company):
    return reverse("crm:person-add", args=[company.pk])


def panel(response, key):
    return next(panel for panel in response.context["panels"] if panel.key == key)


def test_somebody_known_joins_a_company_with_a_role(client_of, ana):
    company, contact = CompanyFactory(owner=ana), ContactFactory(owner=ana)

    response = client_of(ana).post(person_add(company), {"contact": contact.pk, "role": "buyer", "is_primary": "on"})

    tie = Affiliation.objects.get()
    assert (tie.contact, tie.company, tie.role, tie.is_primary) == (contact, company, "buyer", True)
    assert response.url == company.get_absolute_url()
    assert HistoryEntry.objects.about(company).filter(verb="joined").count() == 1


def test_a_new_main_company_takes_the_place_of_the_former(client_of, ana):
    contact, first, second = ContactFactory(owner=ana), CompanyFactory(owner=ana), CompanyFactory(owner=ana)
    Affiliation.objects.create(contact=contact, company=first, is_primary=True)

    client_of(ana).post(
        reverse("crm:employer-add", args=[contact.pk]), {"company": second.pk, "role": "", "is_primary": "on"}
    )

    assert [(tie.company, tie.is_primary) for tie in contact.affiliations.order_by("pk")] == [
        (first, False),
        (second, True),
    ]


def test_role_and_main_company_change(client_of, ana):
    tie = Affiliation.objects.create(contact=ContactFactory(owner=ana), company=CompanyFactory(owner=ana))

    client_of(ana).post(url("edit", tie), {"role": "finance", "is_primary": "on"})

    tie.refresh_from_db()
    assert (tie.role, tie.is_primary) == ("finance", True)


def test_ending_asks_first_and_leaves_both(client_of, ana):
    tie = Affiliation.objects.create(contact=ContactFactory(owner=ana), company=CompanyFactory(owner=ana))
    client = client_of(ana)

    client.get(url("end", tie))
    assert Affiliation.objects.count() == 1

    client.post(url("end", tie))
    assert Affiliation.objects.count() == 0
    assert HistoryEntry.objects.about(tie.contact).filter(verb="left").count() == 1


def test_strangers_cannot_tie_change_or_end(client_of, ana, caio):
    company, contact = CompanyFactory(owner=ana), ContactFactory(owner=ana)
    tie = Affiliation.objects.create(contact=contact, company=company, role="buyer")
    mine = CompanyFactory(owner=caio)
    client = client_of(caio)

    assert client.post(url("edit", tie), {"role": "x"}).status_code == 404
    assert client.post(url("end", tie)).status_code == 404
    assert client.post(person_add(company), {"contact": contact.pk}).status_code == 404
    assert client.post(person_add(mine), {"contact": contact.pk}).status_code == 422
    assert Affiliation.objects.get().role == "buyer"


def test_the_panel_shows_people_one_may_see_and_no_others(client_of, ana, caio):
    company = CompanyFactory(owner=ana)
    for name, owner in (("João", ana), ("Zora", caio)):
        Affiliation.objects.create(contact=ContactFactory(name=name, owner=owner), company=company)

    response = client_of(ana).get(company.get_absolute_url())

    assert panel(response, "people").count == 1
    assert "João" in panel(response, "people").html
    assert "Zora" not in response.content.decode()


def test_a_new_contact_comes_with_the_company(client_of, ana):
    company = CompanyFactory(owner=ana)

    page = client_of(ana).get(person_add(company))

    assert f"{reverse('crm:contact-create')}?company={company.pk}" in page.context["new_url"]
