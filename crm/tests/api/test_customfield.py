from crm.tests.factories import CustomFieldFactory

URL = "/api/v1/custom-fields/"


def test_fields_in_use_are_read_by_who_may_see_their_records(api_of, ana, nina):
    field = CustomFieldFactory(key="size", kind="choice", choices=["S", "L"])
    CustomFieldFactory(is_active=False)

    row = api_of(ana).get(URL, {"record": "crm.company"}).json()["results"]

    assert [(one["id"], one["key"], one["choices"]) for one in row] == [(field.pk, "size", ["S", "L"])]
    assert api_of(ana).get(f"{URL}{field.pk}/").json()["record"] == "crm.company"
    assert api_of(nina).get(URL).json()["count"] == 0


def test_they_are_made_in_the_administration_alone(api_of, dora):
    field, api = CustomFieldFactory(), api_of(dora)

    assert (api.post(URL, {}).status_code, api.patch(f"{URL}{field.pk}/", {}).status_code) == (405, 405)
