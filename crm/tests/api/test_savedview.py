import pytest

from crm.models import SavedView
from crm.tests.factories import SavedViewFactory

URL = "/api/v1/saved-views/"
VIEW = {"record": "crm.company", "name": "Customers", "query": "relationship=customer&sort=-created_at"}


def test_a_view_is_kept_pinned_changed_and_deleted(api_of, ana):
    api = api_of(ana)

    made = api.post(URL, VIEW)
    one = f"{URL}{made.json()['id']}/"
    pinned = api.post(f"{one}pin/")
    changed = api.patch(one, {"name": "Our customers"})

    assert made.status_code == 201, made.content
    assert (made.json()["owner"], made.json()["query"]) == (ana.pk, VIEW["query"])
    assert (pinned.json()["is_pinned"], api.post(f"{one}unpin/").json()["is_pinned"]) == (True, False)
    assert changed.json()["name"] == "Our customers"
    assert api.get(URL).json()["results"][0]["name"] == "Our customers"
    assert (api.delete(one).status_code, SavedView.objects.count()) == (204, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"query": "colour=red"}, "query"),
        ({"query": "relationship=enemy"}, "query"),
        ({"record": "crm.nothing"}, "record"),
        ({"record": "auth.group"}, "record"),
        ({"mode": "board"}, "mode"),
    ],
)
def test_a_view_that_no_list_could_show_is_refused(api_of, ana, changes, field):
    answer = api_of(ana).post(URL, VIEW | changes)

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])


def test_sharing_needs_the_right_to_share(api_of, ana, dora):
    assert api_of(ana).post(URL, VIEW | {"is_for_all": True}).status_code == 403
    assert api_of(ana).post(URL, VIEW | {"team": ana.team.pk}).status_code == 403
    assert api_of(dora).post(URL, VIEW | {"is_for_all": True}).status_code == 201


def test_a_strangers_view_does_not_exist_and_a_shared_one_is_only_read(api_of, ana, caio, dora):
    foreign, shared = SavedViewFactory(owner=caio), SavedViewFactory(owner=dora, is_for_all=True)
    api = api_of(ana)

    assert [row["id"] for row in api.get(URL).json()["results"]] == [shared.pk]
    assert (api.get(f"{URL}{foreign.pk}/").status_code, api.delete(f"{URL}{foreign.pk}/").status_code) == (404, 404)
    assert api.patch(f"{URL}{shared.pk}/", {"name": "Mine"}).status_code == 403
    assert api.post(f"{URL}{shared.pk}/pin/").json()["is_pinned"] is True
    assert api.post(f"{URL}{foreign.pk}/pin/").status_code == 404
