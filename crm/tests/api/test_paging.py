from crm.tests.factories import CompanyFactory

URL = "/api/v1/companies/"


def names(answer):
    return [row["name"] for row in answer["results"]]


def test_links_lead_through_all_rows_and_back(api_of, ana):
    expected = [CompanyFactory(name=f"Company {number:02}", owner=ana).name for number in range(25)]
    api = api_of(ana)

    first = api.get(URL, {"size": 10, "sort": "name"}).json()
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    again = api.get(third["previous"]).json()

    assert names(first) + names(second) + names(third) == expected
    assert names(again) == names(second)
    assert (first["previous"], third["next"], first["count"]) == (None, None, 25)


def test_the_count_stops_at_its_cap_and_says_so(api_of, ana, monkeypatch):
    for __ in range(3):
        CompanyFactory(owner=ana)
    monkeypatch.setattr("crm.api.paging.COUNT_CAP", 2)

    answer = api_of(ana).get(URL).json()

    assert (answer["count"], answer["count_is_exact"], len(answer["results"])) == (2, False, 3)


def test_a_minus_turns_the_order_round(api_of, ana):
    for name in ("Acme", "Zenith"):
        CompanyFactory(name=name, owner=ana)

    assert names(api_of(ana).get(URL, {"sort": "-name"}).json()) == ["Zenith", "Acme"]
