from crm.models import Sector
from crm.tests.factories import SectorFactory

URL = "/api/v1/sectors/"


def test_the_list_is_read_by_all_and_kept_by_administrators(api_of, ana, dora):
    api = api_of(dora)

    made = api.post(URL, {"name": "Brand new", "position": 3})
    one = f"{URL}{made.json()['id']}/"
    switched = api.patch(one, {"is_active": False})

    assert made.status_code == 201, made.content
    assert (switched.json()["is_active"], api_of(ana).get(one).json()["name"]) == (False, "Brand new")
    assert [row["name"] for row in api_of(ana).get(URL, {"q": "brand"}).json()["results"]] == ["Brand new"]


def test_others_change_nothing_and_nothing_is_deleted(api_of, ana, dora):
    row, api = SectorFactory(name="Kept"), api_of(ana)
    one = f"{URL}{row.pk}/"

    assert (api.post(URL, {"name": "Mine"}).status_code, api.patch(one, {"name": "Mine"}).status_code) == (403, 403)
    assert api_of(dora).delete(one).status_code == 405
    assert Sector.objects.get(pk=row.pk).name == "Kept"


def test_a_name_is_there_once(api_of, dora):
    SectorFactory(name="Once")

    answer = api_of(dora).post(URL, {"name": "Once"})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["name"])
