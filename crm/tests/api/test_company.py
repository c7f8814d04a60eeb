from crm.api.company import CompanySerializer
from crm.models import Company, HistoryEntry
from crm.tests.factories import CompanyFactory

URL = "/api/v1/companies/"


def names(response):
    return [row["name"] for row in response.json()["results"]]


def test_the_list_holds_my_teams_companies_and_counts_no_others(api_of, ana, caio):
    CompanyFactory(name="Acme", owner=ana)
    CompanyFactory(name="Zenith", owner=caio)

    answer = api_of(ana).get(URL).json()

    assert [row["name"] for row in answer["results"]] == ["Acme"]
    assert (answer["count"], answer["count_is_exact"], answer["next"]) == (1, True, None)


def test_the_list_takes_the_filter_of_the_page(api_of, ana):
    CompanyFactory(name="Padaria São João", city="Santa Maria", owner=ana)
    CompanyFactory(name="Padaria Central", owner=ana)

    assert names(api_of(ana).get(URL, {"q": "joao padaria"})) == ["Padaria São João"]


def test_a_foreign_company_is_answered_as_one_that_does_not_exist(api_of, ana, caio):
    foreign = CompanyFactory(owner=caio)
    api = api_of(ana)

    there, nowhere = (api.get(f"{URL}{pk}/").json()["error"] for pk in (foreign.pk, foreign.pk + 999))

    assert {**there, "request_id": ""} == {**nowhere, "request_id": ""}
    assert there["code"] == "not_found"
    assert api.patch(f"{URL}{foreign.pk}/", {"name": "Mine"}).status_code == 404
    assert api.delete(f"{URL}{foreign.pk}/").status_code == 404


def test_creating_runs_the_pages_own_action_and_says_api_in_the_history(api_of, ana):
    answer = api_of(ana).post(URL, {"name": "Acme", "cnpj": "12.ABC.345/01DE-35", "phones": ["(51) 99999-0000"]})

    company = Company.objects.get()
    entry = HistoryEntry.objects.about(company).get()
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"{URL}{company.pk}/")
    assert (company.owner, company.team, company.cnpj) == (ana, ana.team, "12ABC34501DE35")
    assert company.phones == ["+5551999990000"]
    assert (entry.actor, entry.cause) == (ana, "api")


def test_what_is_wrong_is_told_by_field(api_of, ana):
    answer = api_of(ana).post(URL, {"city": "Canoas"})

    assert answer.status_code == 400
    assert answer.json()["error"]["fields"] == {"name": ["This field is required."]}

    answer = api_of(ana).post(URL, {"name": "Acme", "cnpj": "12.ABC.345/01DE-36"})
    assert answer.json()["error"]["fields"] == {"cnpj": ["This CNPJ is not valid. Check its digits."]}
    assert not Company.objects.exists()


def test_fields_nobody_declared_never_change(api_of, ana):
    company = CompanyFactory(owner=ana)
    kept = Company.objects.values().get()
    declared = {field.source for field in CompanySerializer().fields.values() if not field.read_only}
    names = {
        *kept,
        *(field.name for field in Company._meta.get_fields()),
        "is_staff",
        "is_superuser",
        "roles",
        "groups",
    }
    api = api_of(ana)

    for name in sorted(names - declared):
        for value in (None, 1, "2001-01-01", {}, []):
            api.patch(f"{URL}{company.pk}/", {name: value})

    assert Company.objects.values().get() == kept


def test_a_link_to_a_foreign_company_is_refused_like_one_to_nowhere_and_never_shown(api_of, ana, caio):
    foreign = CompanyFactory(owner=caio)
    mine = CompanyFactory(owner=ana, parent=foreign)
    api = api_of(ana)

    there, nowhere = (
        api.patch(f"{URL}{mine.pk}/", {"parent": pk}).json()["error"]["fields"] for pk in (foreign.pk, 10**12)
    )

    assert there == nowhere == {"parent": ["There is no such record."]}
    assert api.get(f"{URL}{mine.pk}/").json()["parent"] is None
    assert api.get(URL).json()["results"][0]["parent"] is None


def test_an_older_version_is_answered_with_both(api_of, ana, bruno):
    company = CompanyFactory(name="Acme", owner=ana)
    first = api_of(ana).get(f"{URL}{company.pk}/")
    api_of(bruno).patch(f"{URL}{company.pk}/", {"city": "Canoas", "version": first.json()["version"]})

    by_field = api_of(ana).patch(f"{URL}{company.pk}/", {"city": "Torres", "version": first.json()["version"]})
    by_header = api_of(ana).patch(f"{URL}{company.pk}/", {"city": "Torres"}, headers={"if-match": first["ETag"]})

    for answer in (by_field, by_header):
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (409, "conflict")
        assert (error["current"]["city"], error["yours"]["city"]) == ("Canoas", "Torres")
    assert Company.objects.get().city == "Canoas"


def test_delete_moves_to_the_trash_and_restore_brings_back(api_of, ana):
    company = CompanyFactory(owner=ana)
    api = api_of(ana)

    assert api.delete(f"{URL}{company.pk}/").status_code == 204
    assert api.get(f"{URL}{company.pk}/").status_code == 404

    restored = api.post(f"{URL}{company.pk}/restore/")
    assert (restored.status_code, restored.json()["id"]) == (200, company.pk)


def test_who_sees_a_company_but_may_not_change_it_gets_403(api_of, ana, enzo):
    company = CompanyFactory(owner=ana)

    api = api_of(enzo)

    assert api.get(f"{URL}{company.pk}/").status_code == 200
    assert api.patch(f"{URL}{company.pk}/", {"name": "Mine"}).status_code == 403
    assert api.delete(f"{URL}{company.pk}/").status_code == 403
    assert api.post(URL, {"name": "Mine"}).status_code == 403


def test_money_is_text_and_moments_are_utc(api_of, ana):
    company = CompanyFactory(owner=ana, annual_revenue="1234.50")

    row = api_of(ana).get(f"{URL}{company.pk}/").json()

    assert row["annual_revenue"] == "1234.50"
    assert row["created_at"] == company.created_at.isoformat().replace("+00:00", "Z")


def test_the_list_needs_the_same_queries_for_two_rows_as_for_fifty(api_of, ana, django_assert_max_num_queries):
    head = CompanyFactory(owner=ana)
    for __ in range(50):
        CompanyFactory(owner=ana, parent=head)
    api = api_of(ana)
    api.get(URL)

    with django_assert_max_num_queries(9):
        assert len(api.get(URL).json()["results"]) == 50
