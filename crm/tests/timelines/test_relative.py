import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from crm.actions import contact as contacts
from crm.actions import record as records
from crm.models import Activity, Affiliation, Company, Contact
from crm.tests.factories import ActivityFactory, AttachmentFactory, CompanyFactory, ContactFactory
from crm.ui.registry import RELATIVES_CAP


def shown(client, company, **query):
    """Each entry of all pages, with the branch it names, without links."""
    url, found = reverse("crm:timeline", args=["crm.company", company.pk]), []
    response = client.get(url, query)
    while True:
        days = response.context["timeline"].days
        entries = [entry for day in days for entry in day.entries]
        found += [(strip_tags(entry.html), strip_tags(entry.origin_html)) for entry in entries]
        following = response.context["timeline"].next_url
        if not following:
            return found
        response = client.get(following)


def person_of(company, owner, name):
    contact = ContactFactory(name=name, owner=owner)
    Affiliation.objects.create(contact=contact, company=company)
    return contact


def ago(minutes):
    return timezone.now() - datetime.timedelta(minutes=minutes)


def test_what_happened_at_branches_shows_at_the_head_office_and_says_where(client_of, ana):
    head = CompanyFactory(name="Acme", owner=ana)
    branch = CompanyFactory(name="Acme Sul", owner=ana, parent=head)
    below = CompanyFactory(name="Acme Canoas", owner=ana, parent=branch)
    person = person_of(below, ana, "João")
    for number, about in enumerate((head, branch, below, person)):
        ActivityFactory(about=about, owner=ana, kind="call", occurred_at=ago(number))
    AttachmentFactory(about=branch, owner=ana, name="plan.pdf", created_at=ago(10))

    assert shown(client_of(ana), head, kind="activity") == [
        ("Ana Melo called · Open", ""),
        ("Ana Melo called · Open", "Acme Sul"),
        ("Ana Melo called · Open", "Acme Canoas"),
        ("Ana Melo called João · Open", "Acme Canoas"),
    ]
    assert shown(client_of(ana), head, kind="file") == [("Ana Melo attached plan.pdf", "Acme Sul")]


def test_nothing_of_the_head_office_or_of_a_sister_shows_at_a_branch(client_of, ana):
    head = CompanyFactory(owner=ana)
    branch, sister = (CompanyFactory(owner=ana, parent=head) for __ in range(2))
    for about in (head, branch, sister):
        ActivityFactory(about=about, owner=ana, kind="call")

    assert shown(client_of(ana), branch, kind="activity") == [("Ana Melo called · Open", "")]


def test_units_of_the_cnpj_root_are_branches_of_the_head_office_alone(client_of, ana):
    head = CompanyFactory(name="Acme", owner=ana, cnpj="12ABC34500013A")
    unit = CompanyFactory(name="Acme Canoas", owner=ana, cnpj="12ABC345000200")
    twin = CompanyFactory(name="Acme again", owner=ana, cnpj="12ABC34500013A")
    elsewhere = CompanyFactory(name="Sold", owner=ana, cnpj="12ABC345000300", parent=CompanyFactory(owner=ana))
    for about in (unit, twin, elsewhere):
        ActivityFactory(about=about, owner=ana, kind="call")

    assert shown(client_of(ana), head, kind="activity") == [("Ana Melo called · Open", "Acme Canoas")]
    assert shown(client_of(ana), unit, kind="activity") == [("Ana Melo called · Open", "")]


def test_hidden_branches_and_hidden_people_leave_no_entry(client_of, ana, caio, dora):
    head = CompanyFactory(name="Acme", owner=ana)
    hidden = CompanyFactory(name="Zenith", owner=caio, parent=head)
    seen = CompanyFactory(name="Acme Sul", owner=ana, parent=hidden)
    stranger = person_of(seen, caio, "Zora")
    for about in (hidden, seen, stranger):
        ActivityFactory(about=about, owner=dora, subject=f"with {about}")

    page = client_of(ana).get(reverse("crm:timeline", args=["crm.company", head.pk])).content.decode()

    assert shown(client_of(ana), head, kind="activity") == [
        ("Dora Paz wrote a note · with Acme Sul", "Acme Sul"),
    ]
    assert "Zenith" not in page
    assert "Zora" not in page
    assert len(shown(client_of(dora), head, kind="activity")) == 3


def test_who_works_at_both_is_told_once_as_the_head_offices_own(client_of, ana):
    head = CompanyFactory(owner=ana)
    branch = CompanyFactory(owner=ana, parent=head)
    person = person_of(branch, ana, "João")
    Affiliation.objects.create(contact=person, company=head)
    ActivityFactory(about=person, owner=ana, kind="call")

    assert shown(client_of(ana), head, kind="activity") == [("Ana Melo called João · Open", "")]


@pytest.mark.django_db(transaction=True)
def test_who_joined_a_branch_is_told_once(client_of, ana):
    head = records.create(Company(name="Acme"), by=ana)
    branch = records.create(Company(name="Acme Sul", parent=head), by=ana)
    contacts.create(Contact(name="João"), by=ana, company=branch)

    assert shown(client_of(ana), head, kind="change") == [
        ("Ana Melo added João to Acme Sul", "Acme Sul"),
        ("Ana Melo created João", "Acme Sul"),
        ("Ana Melo created Acme Sul", "Acme Sul"),
        ("Ana Melo created Acme", ""),
    ]


def test_companies_in_a_circle_are_told_once(client_of, ana):
    one = CompanyFactory(name="One", owner=ana)
    other = CompanyFactory(name="Other", owner=ana, parent=one)
    Company.objects.filter(pk=one.pk).update(parent=other)
    for about in (one, other):
        ActivityFactory(about=about, owner=ana, kind="call")

    assert sorted(shown(client_of(ana), one, kind="activity")) == [
        ("Ana Melo called · Open", ""),
        ("Ana Melo called · Open", "Other"),
    ]


def test_the_last_contact_of_a_head_office_may_be_with_a_branch(client_of, ana):
    head = CompanyFactory(owner=ana)
    branch = CompanyFactory(owner=ana, parent=head)
    call = ActivityFactory(about=branch, owner=ana, kind="call")

    figures = client_of(ana).get(head.get_absolute_url()).context["figures"]

    assert call.get_absolute_url() in [figure.get("url") for figure in figures]


def test_many_branches_need_no_more_queries_than_one(client_of, ana):
    head, client = CompanyFactory(owner=ana), client_of(ana)
    url = reverse("crm:timeline", args=["crm.company", head.pk])

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(url, headers={"HX-Request": "true"})
        return len(found)

    def branch():
        unit = CompanyFactory(owner=ana, parent=head)
        ActivityFactory(about=person_of(unit, ana, "João"), owner=ana, kind="call")

    branch()
    client.get(url)
    before = queries()
    for __ in range(20):
        branch()

    assert queries() == before
    assert before <= 26


def test_what_happened_below_comes_in_pages_without_gap_or_repetition(client_of, ana):
    head = CompanyFactory(owner=ana)
    branches = [CompanyFactory(owner=ana, parent=head) for __ in range(3)]
    kind = ContentType.objects.get_for_model(Company)
    moment = ago(60)
    Activity.objects.bulk_create(
        Activity(
            record_type=kind,
            record_id=branches[number % 3].pk,
            owner=ana,
            subject=f"A{number}",
            # Many share their very moment, across the ends of pages.
            occurred_at=moment - datetime.timedelta(minutes=number // 40),
        )
        for number in range(200)
    )

    found = [line.rpartition(" ")[2] for line, __ in shown(client_of(ana), head, kind="activity")]

    assert sorted(found, key=lambda one: int(one[1:])) == [f"A{number}" for number in range(200)]


def test_the_page_says_where_it_follows_the_newest_only(client_of, ana):
    company, small = (CompanyFactory(owner=ana) for __ in range(2))
    for __ in range(RELATIVES_CAP):
        person_of(company, ana, "Zoe")
    client = client_of(ana)

    told = [client.get(reverse("crm:timeline", args=["crm.company", one.pk])) for one in (company, small)]

    assert ["the newest 200 of each kind" in one.content.decode() for one in told] == [True, False]
