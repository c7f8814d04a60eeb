from indicators.models import Plan
from indicators.tests.factories import PlanFactory

URL = "/api/v1/plans/"


def test_a_plan_is_written_and_changed_by_who_may(api_of, bruno):
    api = api_of(bruno)

    made = api.post(URL, {"name": "CRM 2027", "starts_on": "2027-01-01", "ends_on": "2027-12-31"})
    one = f"{URL}{made.json()['id']}/"
    changed = api.patch(one, {"sponsor": bruno.pk, "version": made.json()["version"]})

    assert (made.status_code, made.json()["state"], changed.json()["sponsor"]) == (201, "draft", bruno.pk)
    assert api.patch(one, {"name": "Late", "version": made.json()["version"]}).status_code == 409
    assert [row["id"] for row in api.get(URL, {"q": "2027"}).json()["results"]] == [made.json()["id"]]


def test_a_plan_that_lacks_something_is_not_activated(api_of, bruno):
    plan = PlanFactory()

    answer = api_of(bruno).post(f"{URL}{plan.pk}/activate/")

    assert answer.status_code == 400
    assert "5 things are missing" in answer.json()["error"]["message"] + str(answer.json()["error"]["fields"])
    assert Plan.objects.get().state == "draft"


def test_the_state_is_not_set_by_hand(api_of, bruno):
    plan = PlanFactory()

    api_of(bruno).patch(f"{URL}{plan.pk}/", {"state": "active"})

    assert Plan.objects.get().state == "draft"


def test_a_plan_that_ends_before_it_starts_is_refused_beside_the_field(api_of, bruno):
    answer = api_of(bruno).post(URL, {"name": "CRM", "starts_on": "2027-01-01", "ends_on": "2026-12-31"})

    assert answer.status_code == 400
    assert "ends_on" in answer.json()["error"]["fields"]


def test_sellers_see_no_plans_and_auditors_change_none(api_of, ana, enzo):
    plan = PlanFactory()

    assert api_of(ana).get(URL).status_code == 403
    assert api_of(enzo).get(f"{URL}{plan.pk}/").status_code == 200
    assert api_of(enzo).post(f"{URL}{plan.pk}/close/").status_code == 403


def test_an_active_plan_is_closed_and_taken_up_again(api_of, bruno):
    plan, api = PlanFactory(state="active"), api_of(bruno)

    assert api.post(f"{URL}{plan.pk}/close/").json()["state"] == "closed"
    assert api.post(f"{URL}{plan.pk}/reopen/").json()["state"] == "draft"
