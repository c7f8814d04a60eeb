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
