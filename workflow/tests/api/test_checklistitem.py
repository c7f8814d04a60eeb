from workflow.models import ChecklistItem
from workflow.tests.factories import ChecklistItemFactory, TaskFactory

URL = "/api/v1/checklist-items/"


def test_a_step_is_added_ticked_unticked_and_removed(api_of, ana):
    api, task = api_of(ana), TaskFactory(owner=ana)

    made = api.post(URL, {"task": task.pk, "text": "Call ahead"}).json()
    one = f"{URL}{made['id']}/"

    assert api.post(f"{one}tick/").json()["done_by"] == ana.pk
    assert api.post(f"{one}untick/").json()["done_at"] is None
    assert [row["text"] for row in api.get(URL, {"task": task.pk}).json()["results"]] == ["Call ahead"]
    assert api.delete(one).status_code == 204
    assert not ChecklistItem.objects.exists()


def test_steps_of_strangers_tasks_do_not_exist(api_of, ana, caio):
    step = ChecklistItemFactory(task__owner=caio)
    api = api_of(ana)

    refused = api.post(URL, {"task": step.task_id, "text": "Spy"})

    assert refused.status_code == 400
    assert api.post(f"{URL}{step.pk}/tick/").status_code == 404
    assert api.get(URL).json()["results"] == []
