from crm.models import Activity
from crm.tests.factories import ActivityFactory, CompanyFactory

URL = "/api/v1/activities/"


def test_a_call_is_logged_listed_corrected_and_thrown_away(api_of, ana):
    company, api = CompanyFactory(owner=ana), api_of(ana)
    about = {"type": "crm.company", "id": company.pk}

    made = api.post(URL, {"record": about, "kind": "call", "subject": "Asked for a price", "duration": 12})
    one = f"{URL}{made.json()['id']}/"
    corrected = api.patch(one, {"duration": 15})

    assert (made.status_code, made.json()["record"], made.json()["owner"]) == (201, about, ana.pk)
    assert corrected.json()["duration"] == 15
    assert api.get(URL, {"about": f"crm.company:{company.pk}"}).json()["results"] == [api.get(one).json()]
    assert (api.delete(one).status_code, api.post(f"{one}restore/").status_code) == (204, 200)


def test_nothing_is_written_about_a_strangers_record(api_of, ana, caio):
    foreign = ActivityFactory(about=CompanyFactory(owner=caio), owner=caio)
    api = api_of(ana)

    refused = api.post(URL, {"record": {"type": "crm.company", "id": foreign.record_id}, "kind": "note", "body": "x"})

    assert refused.json()["error"]["fields"] == {"record": ["There is no such record."]}
    assert (api.get(URL).json()["count"], api.get(f"{URL}{foreign.pk}/").status_code) == (0, 404)
    assert Activity.objects.count() == 1


def test_a_record_must_be_named_as_kind_and_number(api_of, ana):
    answer = api_of(ana).post(URL, {"record": 7, "kind": "note", "body": "x"})

    assert list(answer.json()["error"]["fields"]) == ["record"]


def test_a_note_says_something_and_nothing_happened_in_the_future(api_of, ana):
    about, api = {"type": "crm.company", "id": CompanyFactory(owner=ana).pk}, api_of(ana)

    empty = api.post(URL, {"record": about, "kind": "note"})
    early = api.post(URL, {"record": about, "kind": "call", "occurred_at": "2199-01-01T00:00:00Z"})

    assert [list(one.json()["error"]["fields"]) for one in (empty, early)] == [["body"], ["occurred_at"]]
