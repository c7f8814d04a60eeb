import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.tests.factories import CompanyFactory, ContactFactory
from sales.models import Opportunity, OpportunityContact
from sales.tests.factories import LineFactory, OpportunityFactory, ProductFactory, stage_of
from workflow.models import Task

pytestmark = pytest.mark.django_db
LIST = reverse("sales:opportunity-list")


def names(response):
    return sorted(row.title for row in response.context["table"].rows)


def test_the_list_shows_my_teams_opportunities_and_no_strangers(client_of, ana, bruno, caio):
    OpportunityFactory(name="Mine", owner=ana)
    OpportunityFactory(name="Ours", owner=bruno)
    OpportunityFactory(name="Theirs", owner=caio)

    response = client_of(ana).get(LIST)

    assert names(response) == ["Mine", "Ours"]
    assert b"Theirs" not in response.content


def test_a_company_one_may_not_see_is_not_named_beside_the_opportunity(client_of, ana, caio):
    hidden = CompanyFactory(name="Zenith", owner=caio)
    opportunity = OpportunityFactory(owner=ana, company=hidden)
    client = client_of(ana)

    for address in (LIST, reverse("sales:opportunity-board"), opportunity.get_absolute_url(), LIST + "?q=zenith"):
        assert b"Zenith" not in client.get(address).content


def test_editing_keeps_a_company_the_editor_cannot_see(client_of, ana, caio):
    hidden = CompanyFactory(name="Zenith", owner=caio)
    opportunity = OpportunityFactory(owner=ana, company=hidden)
    form = {"name": "Roof", "stage": stage_of().pk, "currency": "BRL", "owner": ana.pk, "team": ana.team.pk}

    response = client_of(ana).post(reverse("sales:opportunity-edit", args=[opportunity.pk]), form | {"version": 1})

    opportunity.refresh_from_db()
    assert (response.status_code, opportunity.name, opportunity.company) == (302, "Roof", hidden)


def test_words_are_found_in_the_name_and_in_the_companys(client_of, ana):
    company = CompanyFactory(name="Padaria São João", owner=ana)
    OpportunityFactory(name="Telhado", owner=ana, company=company)
    OpportunityFactory(name="Telhado", owner=ana)

    assert len(names(client_of(ana).get(LIST, {"q": "joao telha"}))) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=won", ["Won"]),
        ("overdue=true", ["Late"]),
        ("no_next_task=true", ["Late"]),
        ("stale=true", ["Late"]),
        ("amount_min=5000", ["Won"]),
        ("mine=true&state=open", ["Busy", "Late"]),
        ("closes_on_after=2031-01-01&closes_on_before=2031-01-31", ["Busy"]),
    ],
)
def test_filters_find_what_they_say(query, found, client_of, ana):
    long_ago = timezone.now() - datetime.timedelta(days=90)
    OpportunityFactory(name="Late", owner=ana, closes_on=datetime.date(2020, 1, 1), stage_since=long_ago)
    busy = OpportunityFactory(name="Busy", owner=ana, closes_on=datetime.date(2031, 1, 15))
    OpportunityFactory(name="Won", owner=ana, stage=stage_of("won"), amount=9000, closes_on=datetime.date(2020, 1, 1))
    Task.objects.create(title="Call", about=busy, owner=ana, team=ana.team)

    assert names(client_of(ana).get(f"{LIST}?{query}")) == found


def test_creating_asks_little_and_fills_owner_stage_and_contact(client_of, ana):
    company, contact = CompanyFactory(owner=ana), ContactFactory(owner=ana)
    form = {"name": "Roof", "company": company.pk, "contact": contact.pk, "stage": stage_of().pk, "currency": "BRL"}

    response = client_of(ana).post(reverse("sales:opportunity-create"), form | {"amount": "1.234,56"})

    opportunity = Opportunity.objects.get()
    assert response.url == opportunity.get_absolute_url()
    assert (opportunity.owner, opportunity.company, str(opportunity.amount)) == (ana, company, "1234.56")
    assert opportunity.roles.get().contact == contact


def test_products_make_the_amount(client_of, ana):
    opportunity = OpportunityFactory(owner=ana, amount=1)
    product = ProductFactory(price=50)
    form = {
        "version": 1, "lines-TOTAL_FORMS": 2, "lines-INITIAL_FORMS": 0,
        "lines-0-product": product.pk, "lines-0-quantity": "3", "lines-0-unit_price": "", "lines-0-discount": "10",
        "lines-1-product": product.pk, "lines-1-quantity": "1", "lines-1-unit_price": "7,50", "lines-1-discount": "0",
    }  # fmt: skip

    response = client_of(ana).post(reverse("sales:opportunity-products", args=[opportunity.pk]), form)

    opportunity.refresh_from_db()
    assert (response.status_code, str(opportunity.amount)) == (302, "142.50")
    assert [str(line.total) for line in opportunity.lines.all()] == ["135.00", "7.50"]


def test_lines_of_a_faster_colleague_are_not_overwritten(client_of, ana):
    opportunity = OpportunityFactory(owner=ana)
    line = LineFactory(opportunity=opportunity)
    Opportunity.objects.update(version=2)
    form = {
        "version": 1, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 1, "lines-0-id": line.pk,
        "lines-0-product": line.product.pk, "lines-0-quantity": "9", "lines-0-unit_price": "1",
        "lines-0-discount": "0",
    }  # fmt: skip

    response = client_of(ana).post(reverse("sales:opportunity-products", args=[opportunity.pk]), form)

    line.refresh_from_db()
    assert (response.status_code, line.quantity) == (409, 1)
    assert b'value="9"' in response.content


def test_rows_sent_twice_are_added_once(client_of, ana):
    opportunity, contact = OpportunityFactory(owner=ana), ContactFactory(owner=ana)
    client, product = client_of(ana), ProductFactory(price=50)
    lines = {
        "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-product": product.pk, "lines-0-quantity": "3",
        "lines-0-unit_price": "", "lines-0-discount": "0",
    }  # fmt: skip
    people = {"contacts-TOTAL_FORMS": 1, "contacts-INITIAL_FORMS": 0, "contacts-0-contact": contact.pk}
    answers = []

    for name, form in {"products": lines, "contacts": people}.items():
        url = reverse(f"sales:opportunity-{name}", args=[opportunity.pk])
        opened = client.get(url).context
        form |= {"once": opened["once"], "version": opened["form"]["version"].value()}
        answers += [client.post(url, form).status_code for __ in range(2)]

    opportunity.refresh_from_db()
    assert answers == [302] * 4
    assert (opportunity.lines.count(), opportunity.roles.count(), opportunity.version) == (1, 1, 3)


def test_contacts_one_cannot_see_stay_when_others_are_edited(client_of, ana, caio):
    opportunity = OpportunityFactory(owner=ana)
    hidden, shown = ContactFactory(owner=caio, name="CANARIO Zoe"), ContactFactory(owner=ana)
    OpportunityContact.objects.create(opportunity=opportunity, contact=hidden, is_primary=True)
    page = reverse("sales:opportunity-contacts", args=[opportunity.pk])
    form = {
        "version": 1, "contacts-TOTAL_FORMS": 1, "contacts-INITIAL_FORMS": 0,
        "contacts-0-contact": shown.pk, "contacts-0-role": "champion", "contacts-0-is_primary": "on",
    }  # fmt: skip

    assert b"CANARIO" not in client_of(ana).get(page).content
    client_of(ana).post(page, form)

    ties = {tie.contact: tie.is_primary for tie in opportunity.roles.all()}
    assert ties == {hidden: False, shown: True}


def test_a_customers_page_tells_what_is_open_and_what_was_bought(client_of, ana, caio):
    company = CompanyFactory(owner=ana)
    OpportunityFactory(owner=ana, company=company, amount=100)
    OpportunityFactory(owner=ana, company=company, amount=40, stage=stage_of("won"))
    OpportunityFactory(owner=caio, company=company, amount=9999, name="Secret roof")

    response = client_of(ana).get(company.get_absolute_url())

    figures = {one["label"]: one["value_html"] for one in response.context["figures"] if isinstance(one, dict)}
    assert {name: figures[name] for name in ("In the pipeline", "Bought", "Last purchase")} == {
        "In the pipeline": "R$100", "Bought": "R$40", "Last purchase": "Today",
    }  # fmt: skip
    assert b"Secret roof" not in response.content


def test_the_calendar_sums_each_day(client_of, ana, caio):
    day = datetime.date(2026, 11, 25)
    for number in range(6):
        OpportunityFactory(owner=ana, closes_on=day, amount=100 + number)
    OpportunityFactory(owner=caio, closes_on=day, amount=5000, name="Secret")

    response = client_of(ana).get(reverse("sales:opportunity-calendar"), {"month": "2026-11"})

    shown = next(one for week in response.context["weeks"] for one in week if one.date == day)
    assert (len(shown.items), shown.more, shown.note) == (4, 2, "R$615 in 6")
    assert b"Secret" not in response.content


@pytest.mark.parametrize("month", ["2026-13", "x", "0001-01", "99999-01"])
def test_an_unreadable_month_is_400(month, client_of, ana):
    assert client_of(ana).get(reverse("sales:opportunity-calendar"), {"month": month}).status_code == 400


def test_the_list_needs_the_same_queries_for_two_rows_as_for_fifty(client_of, ana, django_assert_max_num_queries):
    client = client_of(ana)
    company = CompanyFactory(owner=ana)
    for __ in range(50):
        one = OpportunityFactory(owner=ana, company=company)
        Task.objects.create(title="Call", about=one, owner=ana, team=ana.team)
    client.get(LIST)

    with django_assert_max_num_queries(15):
        client.get(LIST)


def test_who_has_no_role_gets_403_everywhere(client_of, nina):
    for name in ("list", "board", "calendar", "sums", "create"):
        assert client_of(nina).get(reverse(f"sales:opportunity-{name}")).status_code == 403
    assert client_of(nina).get(reverse("sales:product-list")).status_code == 403


def test_sums_are_those_of_the_filtered_list(client_of, ana, caio):
    OpportunityFactory(owner=ana, amount=100)
    OpportunityFactory(owner=ana, amount=60, probability=50)
    OpportunityFactory(owner=ana, amount=5, stage=stage_of("won"))
    OpportunityFactory(owner=caio, amount=7000)

    response = client_of(ana).get(reverse("sales:opportunity-sums"), {"state": "open"})

    assert [response.context[name] for name in ("count", "sum", "weighted")] == ["2", "R$160", "R$40"]


def test_the_menu_leads_to_what_is_open(client_of, ana):
    items = [item for group in client_of(ana).get("/").context["menu"]() for item in group.items]

    assert [item.url for item in items if item.key == "o"] == [f"{LIST}?state=open&sort=closes_on"]
