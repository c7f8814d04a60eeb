from datetime import timedelta

from django.utils import timezone

from crm.models import Activity
from crm.tests.factories import CompanyFactory
from workflow.models import Task
from workflow.tests.factories import TaskFactory

URL = "/api/v1/tasks/"


def test_a_task_is_planned_about_a_record_one_sees(api_of, ana, caio):
    mine, foreign = CompanyFactory(owner=ana), CompanyFactory(owner=caio)
    api = api_of(ana)

    planned = api.post(URL, {"title": "Call back", "record": {"type": "crm.company", "id": mine.pk}})
    refused = api.post(URL, {"title": "Call back", "record": {"type": "crm.company", "id": foreign.pk}})

    assert (planned.status_code, planned.json()["record"]) == (201, {"type": "crm.company", "id": mine.pk})
    assert refused.json()["error"]["fields"] == {"record": ["There is no such record."]}
    assert Task.objects.count() == 1


def test_a_task_about_nothing_is_fine(api_of, ana):
    assert api_of(ana).post(URL, {"title": "Tidy up", "record": None}).json()["record"] is None


def test_the_record_of_a_task_is_not_told_to_who_may_not_see_it(api_of, ana, caio):
    task = TaskFactory(owner=ana, about=CompanyFactory(owner=caio))

    assert api_of(ana).get(f"{URL}{task.pk}/").json()["record"] is None


def test_completing_a_call_leaves_an_activity_once(api_of, ana):
    task = TaskFactory(owner=ana, kind="call", about=CompanyFactory(owner=ana))
    api = api_of(ana)

    for __ in range(2):
        answer = api.post(f"{URL}{task.pk}/complete/", {"outcome": "reached", "note": "Wants a proposal"})

    assert answer.json()["done_by"] == ana.pk
    assert Activity.objects.get().outcome == "reached"
    assert api.post(f"{URL}{task.pk}/reopen/").json()["done_at"] is None


def test_a_task_is_put_off_to_a_moment_still_to_come(api_of, ana):
    task = TaskFactory(owner=ana)
    api, one = api_of(ana), f"{URL}{task.pk}/postpone/"

    assert api.post(one, {"due_at": "2001-01-01T00:00:00Z"}).status_code == 400
    later = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    assert api.post(one, {"due_at": later.isoformat()}).json()["due_at"] == later.isoformat().replace("+00:00", "Z")


def test_a_type_is_named_by_number_or_by_the_key_of_a_built_in_one(api_of, ana, dora):
    survey = api_of(dora).post("/api/v1/task-types/", {"name": "Survey", "ideal_minutes": 480}).json()
    api = api_of(ana)

    by_key = api.post(URL, {"title": "Call", "kind": "call"}).json()
    by_number = api.post(URL, {"title": "Survey the roof", "type": survey["id"]}).json()

    assert (by_key["kind"], by_number["kind"], by_number["type"]) == ("call", None, survey["id"])
    assert [row["title"] for row in api.get(URL, {"kind": "call"}).json()["results"]] == ["Call"]
    assert [row["title"] for row in api.get(URL, {"type": survey["id"]}).json()["results"]] == ["Survey the roof"]
    assert api.post(URL, {"title": "Odd", "kind": "dance"}).status_code == 400


def test_people_steps_and_effort_come_with_a_task(api_of, ana, bruno):
    api = api_of(ana)

    made = api.post(
        URL, {"title": "Visit", "people": [bruno.pk], "steps": ["Call ahead"], "estimate_minutes": 90, "priority": 4}
    ).json()
    one = f"{URL}{made['id']}/"

    assert (made["people"], made["estimate_minutes"], made["priority"]) == ([bruno.pk], 90, 4)
    assert Task.objects.get().checklist.get().text == "Call ahead"
    assert api.patch(one, {"people": []}).json()["people"] == []
    assert api.patch(one, {"steps": ["More"]}).status_code == 400
    assert api.post(f"{one}add-step/", {"text": "Measure"}).status_code == 200
    assert Task.objects.get().checklist.count() == 2


def test_every_verb_has_its_address(api_of, ana, bruno):
    api, task = api_of(ana), TaskFactory(owner=bruno, team=bruno.team)
    one = f"{URL}{task.pk}/"

    assert api.post(f"{one}take/").json()["owner"] == ana.pk
    assert api.post(f"{one}assign/", {"owner": bruno.pk}).json()["owner"] == bruno.pk
    assert api.post(f"{one}take/").json()["owner"] == ana.pk
    delegated = api.post(f"{one}delegate/", {"owner": bruno.pk, "note": "Yours"}).json()
    assert (delegated["owner"], delegated["people"]) == (bruno.pk, [ana.pk])
    assert api.post(f"{one}cancel/", {"reason": "Sold"}).json()["cancel_reason"] == "Sold"
    assert api.post(f"{one}cancel/", {}).status_code == 400
    assert api.post(f"{one}reopen/").json()["cancelled_at"] is None


def test_a_task_waits_for_another_until_it_no_longer_does(api_of, ana, caio):
    before, after, foreign = TaskFactory(owner=ana), TaskFactory(owner=ana), TaskFactory(owner=caio)
    api, one = api_of(ana), f"{URL}{after.pk}/"

    assert api.post(f"{one}wait/", {"predecessor": before.pk}).json()["waits_for"] == [before.pk]
    assert api.post(f"{one}wait/", {"predecessor": foreign.pk}).status_code == 400
    assert api.post(f"{one}complete/").status_code == 400
    assert api.post(f"{one}wait-no-more/", {"predecessor": before.pk}).json()["waits_for"] == []
    assert api.post(f"{one}complete/").status_code == 200


def test_a_page_of_tasks_needs_the_same_queries_however_many(api_of, ana, bruno, django_assert_max_num_queries):
    api = api_of(ana)
    for __ in range(12):
        task = TaskFactory(owner=ana, about=CompanyFactory(owner=ana))
        task.participations.create(person=bruno)
        task.waits_for.create(predecessor=TaskFactory(owner=ana))
    api.get(URL)

    with django_assert_max_num_queries(16):
        assert len(api.get(URL).json()["results"]) == 24
