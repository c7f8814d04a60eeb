"""Short lists of an installation through the API: read by all, kept by administrators, nothing deleted."""

import pytest

from crm.api.reference import LookupViewSet
from crm.tests.house.atlas import routes
from crm.tests.house.world import factories


def lists() -> dict:
    """Address of each short list whose entries are switched off, to its model."""
    kept = (
        route for route in routes() if ("post", "create") in route.actions and issubclass(route.page, LookupViewSet)
    )
    return {route.url(): route.model for route in kept if hasattr(route.model, "is_active")}


@pytest.fixture(params=lists().items(), ids=lambda one: one[1]._meta.model_name)
def kept(request):
    """(address, model) of one short list."""
    return request.param


def test_the_list_is_read_by_all_and_kept_by_administrators(kept, api_of, ana, dora):
    url, __ = kept
    api = api_of(dora)

    made = api.post(url, {"name": "Brand new", "position": 3})
    one = f"{url}{made.json()['id']}/"
    switched = api.patch(one, {"is_active": False})

    assert made.status_code == 201, made.content
    assert (switched.json()["is_active"], api_of(ana).get(one).json()["name"]) == (False, "Brand new")
    assert [row["name"] for row in api_of(ana).get(url, {"q": "brand"}).json()["results"]] == ["Brand new"]


def test_others_change_nothing_and_nothing_is_deleted(kept, api_of, ana, dora):
    url, model = kept
    row, api = factories()[model](name="Kept"), api_of(ana)
    one = f"{url}{row.pk}/"

    assert (api.post(url, {"name": "Mine"}).status_code, api.patch(one, {"name": "Mine"}).status_code) == (403, 403)
    assert api_of(dora).delete(one).status_code == 405
    assert model.objects.get(pk=row.pk).name == "Kept"


def test_a_name_is_there_once(kept, api_of, dora):
    url, model = kept
    factories()[model](name="Once")

    answer = api_of(dora).post(url, {"name": "Once"})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["name"])


def test_there_are_such_lists():
    assert {"sector", "source", "lostreason"} <= {model._meta.model_name for model in lists().values()}
