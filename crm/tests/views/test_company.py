from django.urls import reverse

from crm.models import Company, HistoryEntry
from crm.tests.factories import CompanyFactory, UserFactory

LIST = reverse("crm:company-list")


def names(response):
    return [row.title for row in response.context["table"].rows]


def test_the_list_shows_my_teams_companies_and_not_those_of_strangers(client_of, ana, caio):
    CompanyFactory(name="Acme", owner=ana)
    CompanyFactory(name="Zenith", owner=caio)

    response = client_of(ana).get(LIST)

    assert names(response) == ["Acme"]
    assert b"Zenith" not in response.content


def test_the_list_finds_words_in_any_order_without_accents(client_of, ana):
    CompanyFactory(name="Padaria São João", city="Santa Maria", owner=ana)
    CompanyFactory(name="Padaria Central", owner=ana)

    response = client_of(ana).get(LIST, {"q": "joao padaria maria"})

    assert names(response) == ["Padaria São João"]


def test_pages_follow_each_other_forth_and_back(client_of, ana):
    for number in range(120):
        CompanyFactory(name=f"Company {number:03}", owner=ana)
    client = client_of(ana)

    first = client.get(LIST)
    second = client.get(LIST + first.context["pager"].next_url)
    third = client.get(LIST + second.context["pager"].next_url)
    again = client.get(LIST + third.context["pager"].previous_url)

    assert [len(names(page)) for page in (first, second, third)] == [50, 50, 20]
    assert names(again) == names(second)
    assert third.context["pager"].next_url is None
    assert (third.context["pager"].start, third.context["pager"].total_text) == ("101", "120")


def test_a_stranger_gets_404_as_for_a_company_that_does_not_exist(client_of, ana, caio):
    company = CompanyFactory(owner=caio)

    response = client_of(ana).get(company.get_absolute_url())

    assert response.status_code == 404


def test_a_person_without_any_role_gets_403(client_of, nina):
    assert client_of(nina).get(LIST).status_code == 403


def test_creating_gives_the_company_its_creators_owner_and_team(client_of, ana):
    response = client_of(ana).post(
        reverse("crm:company-create"),
        {"name": "Acme", "relationship": "prospect", "cnpj": "12.ABC.345/01DE-35", "phones": ["(51) 99999-0000"]},
    )

    company = Company.objects.get()
    assert response.url == company.get_absolute_url()
    assert (company.owner, company.team, company.created_by) == (ana, ana.team, ana)
    assert (company.cnpj, company.phones) == ("12ABC34501DE35", ["+5551999990000"])
    assert HistoryEntry.objects.about(company).get().actor == ana


def test_a_wrong_cnpj_is_told_beside_the_field_and_nothing_typed_is_lost(client_of, ana):
    response = client_of(ana).post(
        reverse("crm:company-create"), {"name": "Acme", "relationship": "prospect", "cnpj": "12.ABC.345/01DE-36"}
    )

    assert response.status_code == 422
    assert response.context["form"].errors["cnpj"] == ["This CNPJ is not valid. Check its digits."]
    assert b'value="Acme"' in response.content
    assert not Company.objects.exists()


def test_two_people_editing_one_company_see_both_versions(client_of, ana, bruno):
    company = CompanyFactory(name="Acme", owner=ana)
    form = {
        "name": "Acme",
        "relationship": "prospect",
        "team": ana.team.pk,
        "version": company.version,
        "owner": ana.pk,
    }
    edit = reverse("crm:company-edit", args=[company.pk])
    client_of(bruno).post(edit, form | {"city": "Porto Alegre"})

    response = client_of(ana).post(edit, form | {"city": "Canoas"})

    company.refresh_from_db()
    assert response.status_code == 409
    assert company.city == "Porto Alegre"
    row = next(row for row in response.context["rows"] if row.name == "city")
    assert (row.mine, row.theirs, row.is_conflict) == ("Canoas", "Porto Alegre", True)


def test_trash_hides_a_company_and_changes_nothing_on_get(client_of, ana):
    company = CompanyFactory(name="Acme", owner=ana)
    trash = reverse("crm:company-trash", args=[company.pk])

    client_of(ana).get(trash)
    assert Company.objects.alive().count() == 1

    client_of(ana).post(trash)
    assert Company.objects.alive().count() == 0
    assert client_of(ana).get(company.get_absolute_url()).status_code == 404


def test_all_that_match_may_change_owner_at_once_within_my_reach(client_of, ana, bruno, caio):
    mine = [CompanyFactory(name=f"Acme {number}", owner=ana) for number in range(60)]
    other = CompanyFactory(name="Acme 99", owner=caio)
    many = reverse("crm:company-owner-many")

    asked = client_of(bruno).post(many, {"all": "1", "query": "q=acme"})
    client_of(bruno).post(many, {"all": "1", "query": "q=acme", "confirmed": "1", "owner": bruno.pk})

    other.refresh_from_db()
    assert "60 records" in asked.context["page"].lead
    assert Company.objects.filter(owner=bruno).count() == len(mine)
    assert other.owner == caio


def test_the_list_needs_the_same_queries_for_two_rows_as_for_fifty(client_of, ana, django_assert_max_num_queries):
    client = client_of(ana)
    client.get(LIST)
    for __ in range(50):
        CompanyFactory(owner=ana)

    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_the_form_writes_numbers_as_people_do_and_leaves_what_was_typed(client_of, ana):
    company = CompanyFactory(owner=ana, cnpj="11222333000181", phones=["+5551999990000", "+12025550100"])
    edit = reverse("crm:company-edit", args=[company.pk])

    shown = client_of(ana).get(edit).content.decode()
    again = client_of(ana).post(edit, {"name": "", "phones": ["51 9999"], "cnpj": "11222333"}).content.decode()

    values = ("11.222.333/0001-81", "(51) 99999-0000", "+1 202-555-0100")
    assert [f'value="{value}"' in shown for value in values] == [True, True, True]
    assert [f'value="{value}"' in again for value in ("51 9999", "11222333")] == [True, True]


def test_a_head_office_out_of_my_sight_is_not_named_and_an_edit_keeps_it(client_of, ana, caio):
    head_office = CompanyFactory(name="CANARIO Matriz", owner=caio)
    branch = CompanyFactory(name="Acme", owner=ana, parent=head_office)
    client = client_of(ana)
    form = {"name": "Acme Sul", "relationship": "prospect", "version": branch.version, "owner": ana.pk}

    page = client.get(branch.get_absolute_url())
    client.post(reverse("crm:company-edit", args=[branch.pk]), form | {"team": ana.team.pk, "parent": ""})

    branch.refresh_from_db()
    assert b"CANARIO" not in page.content
    assert (branch.name, branch.parent) == ("Acme Sul", head_office)


def test_an_edit_keeps_an_owner_who_was_deactivated(client_of, ana, bruno):
    gone = UserFactory(team=bruno.team, is_active=False)
    company = CompanyFactory(name="Acme", owner=gone)
    form = {"name": "Acme Sul", "relationship": "prospect", "version": company.version, "owner": ""}

    client_of(bruno).post(reverse("crm:company-edit", args=[company.pk]), form | {"team": bruno.team.pk})

    company.refresh_from_db()
    assert (company.name, company.owner) == ("Acme Sul", gone)


def test_a_filter_that_is_not_asked_says_any_and_not_unknown(client_of, ana):
    page = client_of(ana).get(LIST, {"filters": "1"}).content.decode()

    assert "Any" in page
    assert "Unknown" not in page
    assert "---------" not in page


def test_an_edit_sent_twice_is_saved_once_without_a_conflict(client_of, ana):
    company, client = CompanyFactory(name="Acme", owner=ana), client_of(ana)
    url = reverse("crm:company-edit", args=[company.pk])
    sent = {
        "name": "Acme Sul",
        "relationship": "customer",
        "phones": "(51) 99999-0000",
        "version": 1,
        "owner": ana.pk,
    }

    answers = [client.post(url, sent), client.post(url, sent)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Company.objects.get(pk=company.pk).version == 2


def test_a_wrong_cep_is_told_beside_its_field(client_of, ana):
    form = {"name": "Acme", "relationship": "prospect", "country": "BR"}

    response = client_of(ana).post(reverse("crm:company-create"), form | {"postal_code": "0131"})

    assert response.context["form"].errors == {"postal_code": ["A CEP has eight digits."]}


def test_the_year_of_founding_has_no_thousands(client_of, ana):
    company = CompanyFactory(owner=ana, founded=2002)

    body = client_of(ana).get(company.get_absolute_url()).content.decode()

    assert "2002" in body
    assert "2,002" not in body
