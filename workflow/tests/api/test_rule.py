from crm.models import Company
from workflow.tests.ruled import rule

URL = "/api/v1/automations/"


def test_automations_are_listed_and_told(api_of, dora):
    found = rule(dora, Company, name="Greeter")

    row = api_of(dora).get(URL).json()["results"][0]

    assert (row["id"], row["name"], row["kind"], row["is_on"]) == (found.pk, "Greeter", "crm.company", True)
    assert row["sentence"] == "When any company is created"


def test_a_program_switches_them_on_and_off(api_of, dora):
    found = rule(dora, Company, is_on=False)
    api = api_of(dora)

    on = api.post(f"{URL}{found.pk}/switch-on/").json()["is_on"]
    off = api.post(f"{URL}{found.pk}/switch-off/").json()["is_on"]

    assert (on, off) == (True, False)


def test_they_are_made_in_the_pages_alone(api_of, dora):
    found = rule(dora, Company)

    assert api_of(dora).post(URL, {"name": "Mine"}).status_code == 405
    assert api_of(dora).patch(f"{URL}{found.pk}/", {"name": "Mine"}).status_code == 405


def test_who_has_nothing_to_do_with_them_gets_403(api_of, ana, dora):
    found = rule(dora, Company)

    assert [api_of(ana).get(url).status_code for url in (URL, f"{URL}{found.pk}/")] == [403, 403]
    assert api_of(ana).post(f"{URL}{found.pk}/switch-off/").status_code == 403
