URL = "/api/v1/users/"


def test_colleagues_are_known_to_each_other_and_who_left_is_not(api_of, ana, caio, nina):
    nina.is_active = False
    nina.save()
    api = api_of(ana)

    assert {row["id"] for row in api.get(URL).json()["results"]} == {ana.pk, caio.pk}
    assert set(api.get(f"{URL}{caio.pk}/").json()) == {"id", "name", "email", "team", "job_title"}
    assert api.get(f"{URL}{nina.pk}/").status_code == 404


def test_no_token_makes_or_changes_an_account(api_of, ana, dora):
    api = api_of(dora)

    assert (api.post(URL, {}).status_code, api.patch(f"{URL}{ana.pk}/", {}).status_code) == (405, 405)
