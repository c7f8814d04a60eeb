import datetime
import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from crm.actions import activity as activities
from crm.actions import affiliation as affiliations
from crm.actions import contact as contacts
from crm.actions import record as records
from crm.models import Activity, Affiliation, Company, Contact, CustomField, HistoryEntry, Sector
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory

# Each action must be a transaction of its own, as in life: one transaction is told as one save.
apart = pytest.mark.django_db(transaction=True)


def address(record):
    return reverse("crm:timeline", args=[record._meta.label_lower, record.pk])


def told(response):
    """What each entry says, without its links."""
    return [strip_tags(entry.html) for day in response.context["timeline"].days for entry in day.entries]


def details(response):
    return [entry.detail_html for day in response.context["timeline"].days for entry in day.entries]


def in_htmx(client, url, **query):
    return client.get(url, query, headers={"HX-Request": "true"})


def pages(client, url, **query):
    """Every page of a timeline in turn."""
    found, response = [], client.get(url, query)
    while True:
        found.append(response)
        following = response.context["timeline"].next_url
        if not following:
            return found
        response = client.get(following)


@apart
def test_a_change_is_a_sentence_in_a_persons_words(client_of, ana, bruno):
    sector = Sector.objects.create(name="Solar")
    company = records.create(Company(name="Acme"), by=ana)
    records.edit(company, by=bruno, values={"city": "Canoas"})
    records.edit(company, by=bruno, values={"city": "Porto Alegre"})
    records.edit(company, by=bruno, values={"city": ""})
    records.edit(company, by=bruno, values={"sector": sector})
    records.edit(company, by=bruno, values={"relationship": "customer"})
    records.edit(company, by=bruno, values={"founded": 1998})
    records.edit(company, by=bruno, values={"annual_revenue": 1234})
    records.edit(company, by=bruno, values={"owner": bruno, "team": bruno.team})

    assert told(client_of(ana).get(address(company))) == [
        "Bruno Reis changed owner from Ana Melo to Bruno Reis",
        "Bruno Reis set annual revenue to R$1,234",
        "Bruno Reis set founded in to 1998",
        "Bruno Reis changed relationship from Prospect to Customer",
        "Bruno Reis set sector to Solar",
        "Bruno Reis cleared city (was Porto Alegre)",
        "Bruno Reis changed city from Canoas to Porto Alegre",
        "Bruno Reis set city to Canoas",
        "Ana Melo created Acme",
    ]


@apart
def test_lists_tell_what_came_and_went(client_of, ana):
    company = records.create(Company(name="Acme", emails=["old@acme.co"]), by=ana)
    records.edit(company, by=ana, values={"emails": ["new@acme.co"]})
    records.edit(company, by=ana, values={"phones": ["+5551999990000"]})
    records.edit(company, by=ana, values={"phones": []})

    assert told(client_of(ana).get(address(company)))[:3] == [
        "Ana Melo removed (51) 99999-0000 from phones",
        "Ana Melo added (51) 99999-0000 to phones",
        "Ana Melo changed e-mails: added new@acme.co, removed old@acme.co",
    ]


@apart
def test_several_fields_of_one_save_are_one_entry_with_details(client_of, ana):
    company = records.create(Company(name="Acme"), by=ana)
    records.edit(company, by=ana, values={"city": "Canoas", "state": "RS", "street": "Rua A", "number": "12"})

    response = client_of(ana).get(address(company))

    assert re.fullmatch(r"Ana Melo changed (\w+, ){2}\w+ and 1 more field", told(response)[0])
    assert sorted(details(response)[0].split("\n")) == [
        "City: empty → Canoas", "Number: empty → 12", "State: empty → RS", "Street: empty → Rua A",
    ]  # fmt: skip


@apart
def test_custom_fields_go_by_their_label(client_of, ana):
    kind = ContentType.objects.get_for_model(Company)
    CustomField.objects.create(record_type=kind, key="visit", label="Last visit", kind="date")
    company = records.create(Company(name="Acme"), by=ana)
    records.edit(company, by=ana, values={"custom": {"visit": "2026-11-21"}})

    assert told(client_of(ana).get(address(company)))[0] == "Ana Melo set Last visit to 2026-11-21"


@apart
def test_what_people_typed_is_escaped(client_of, ana):
    company = records.create(Company(name="<b>Acme</b>"), by=ana)
    records.edit(company, by=ana, values={"city": "<script>alert(1)</script>", "tags": ["<i>x</i>"]})
    ActivityFactory(about=company, owner=ana, subject="<u>s</u>", body='<img src=x> http://x.co/"onx="y')

    page = client_of(ana).get(address(company)).content.decode()

    assert '&lt;img src=x&gt; <a href="http://x.co/' in page
    for raw in ("<b>Acme", "<script>alert", "<i>x", "<u>s", "<img src=x", 'onx="y"'):
        assert raw not in page


@apart
def test_a_link_to_a_record_one_may_not_see_does_not_name_it(client_of, ana, dora, caio):
    hidden = CompanyFactory(name="Zenith", owner=caio)
    company = records.create(Company(name="Acme", owner=ana, team=ana.team), by=dora)
    records.edit(company, by=dora, values={"parent": hidden})

    seen = told(client_of(dora).get(address(company)))[0]
    page = client_of(ana).get(address(company))

    assert seen == "Dora Paz set head office to Zenith"
    assert told(page)[0] == "Dora Paz set head office to a record you cannot see"
    assert "Zenith" not in page.content.decode()


@apart
def test_people_of_a_company_tell_on_its_page_and_strangers_leave_no_entry(client_of, ana, dora, caio):
    company = records.create(Company(name="Acme", owner=ana, team=ana.team), by=ana)
    known = contacts.create(Contact(name="João"), by=ana, company=company, role="buyer")
    hidden = contacts.create(Contact(name="Zora", owner=caio, team=caio.team), by=dora, company=company)
    activities.log(Activity(about=known, kind="call", body="Yes"), by=ana)
    activities.log(Activity(about=hidden, kind="call", body="Secret"), by=dora)
    records.edit(known, by=ana, values={"job_title": "Head of purchasing"})

    page = client_of(ana).get(address(company))

    assert told(page) == [
        "João: Ana Melo set job title to Head of purchasing",
        "Ana Melo called João · Open",
        "Ana Melo added João to Acme as buyer",
        "Ana Melo created João",
        "Ana Melo created Acme",
    ]
    assert "Zora" not in page.content.decode()
    assert "Secret" not in page.content.decode()
    assert "Dora Paz called Zora · Open" in told(client_of(dora).get(address(company)))


@apart
def test_who_left_is_told_at_both_ends(client_of, ana):
    company = records.create(Company(name="Acme"), by=ana)
    contact = contacts.create(Contact(name="João"), by=ana, company=company)
    affiliations.end(Affiliation.objects.get(), by=ana)

    assert told(client_of(ana).get(address(company)))[0] == "Ana Melo noted that João left Acme"
    assert told(client_of(ana).get(address(contact)))[0] == "Ana Melo noted that João left Acme"


def test_kinds_narrow_the_timeline(client_of, ana):
    company = CompanyFactory(owner=ana)
    ActivityFactory(about=company, owner=ana, kind="call")
    client = client_of(ana)

    activity = client.get(address(company), {"kind": "activity"})
    change = client.get(address(company), {"kind": "change"})

    assert told(activity) == ["Ana Melo called · Open"]
    assert len(told(change)) == 1
    assert [kind.key for kind in activity.context["timeline"].kinds if kind.is_current] == ["activity"]


def test_pages_follow_each_other_without_gap_or_repetition(client_of, ana):
    company = CompanyFactory(owner=ana)
    contact = ContactFactory(owner=ana)
    Affiliation.objects.create(contact=contact, company=company)
    same = timezone.now() - datetime.timedelta(hours=1)
    for number in range(75):
        subject = company if number % 2 else contact
        # Most of them happened in one very moment, across the end of a page.
        moment = same if number % 3 else same - datetime.timedelta(minutes=number)
        ActivityFactory(about=subject, owner=ana, subject=f"A{number:02}", occurred_at=moment)

    found = [
        re.search(r"A\d\d", line)[0]
        for page in pages(client_of(ana), address(company), kind="activity")
        for line in told(page)
    ]

    assert len(found) == 75
    assert sorted(found) == [f"A{number:02}" for number in range(75)]


@apart
def test_pages_of_changes_follow_each_other_too(client_of, ana):
    company = records.create(Company(name="Acme"), by=ana)
    for number in range(70):
        records.edit(company, by=ana, values={"city": f"C{number:02}", "district": f"D{number:02}"})

    found = [
        line for page in pages(client_of(ana), address(company)) for line in "\n".join(details(page)).split("\n")
    ]

    cities = [re.search(r"→ (C\d\d)", line)[1] for line in found if "→ C" in line]
    assert cities == [f"C{number:02}" for number in reversed(range(70))]


@pytest.mark.parametrize("token", ["x", "WzFd", "%00", "WyJ4IiwgInkiLCAxXQ", "W251bGwsICJhIiwgMV0"])
def test_a_place_that_cannot_be_read_is_400(client_of, ana, token):
    company = CompanyFactory(owner=ana)

    assert client_of(ana).get(address(company), {"after": token}).status_code == 400


def test_strangers_get_404_and_see_nothing(client_of, ana, caio):
    company = CompanyFactory(name="Acme", owner=ana)

    response = client_of(caio).get(address(company))

    assert response.status_code == 404
    assert "Acme" not in response.content.decode()


def test_htmx_gets_the_part_and_a_browser_without_script_a_page(client_of, ana):
    company = CompanyFactory(owner=ana)
    client = client_of(ana)

    part, page = in_htmx(client, address(company)), client.get(address(company))

    assert "<html" not in part.content.decode()
    assert "<html" in page.content.decode()


def test_the_timeline_needs_the_same_queries_however_much_happened(
    client_of, ana, bruno, django_assert_max_num_queries
):
    company = CompanyFactory(owner=ana)
    for number in range(30):
        contact = ContactFactory(owner=ana)
        Affiliation.objects.create(contact=contact, company=company)
        ActivityFactory(about=contact, owner=bruno)
        Company.objects.filter(pk=company.pk).update(city=f"C{number}", owner=[ana, bruno][number % 2])
    client = client_of(ana)
    client.get(address(company))

    with django_assert_max_num_queries(20):
        in_htmx(client, address(company))


def test_looking_changes_nothing(client_of, ana):
    company = CompanyFactory(owner=ana)
    before = HistoryEntry.objects.count()

    client_of(ana).get(address(company))

    assert HistoryEntry.objects.count() == before
