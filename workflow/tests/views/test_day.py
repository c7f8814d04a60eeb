import datetime

from django.urls import reverse
from django.utils import timezone

from crm.tests.factories import CompanyFactory
from workflow.models import Task
from workflow.models.task import midnight
from workflow.tests.factories import TaskFactory

DAY = reverse("workflow:task-day")


def at(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def shown(response):
    return {part.key: [task.title for task in part.tasks] for part in response.context["parts"]}


def test_my_tasks_stand_by_how_they_press_and_nobody_elses(client_of, ana, bruno):
    TaskFactory(title="Late", owner=ana, due_at=at(hours=-3))
    TaskFactory(title="Today", owner=ana, due_at=min(at(minutes=1), midnight(1) - datetime.timedelta(seconds=1)))
    TaskFactory(title="Next", owner=ana, due_at=midnight(3))
    TaskFactory(title="Some day", owner=ana)
    TaskFactory(title="Far", owner=ana, due_at=at(days=60))
    TaskFactory(title="Bruno's", owner=bruno, team=bruno.team, due_at=at(hours=-3))
    TaskFactory(title="Done", owner=ana, due_at=at(hours=-3), done_at=timezone.now())

    response = client_of(ana).get(DAY)

    assert shown(response) == {"late": ["Late"], "today": ["Today"], "next": ["Next"], "undated": ["Some day"]}
    assert "Bruno" not in response.content.decode()


def test_where_i_take_part_stands_below(client_of, ana, caio):
    TaskFactory(title="Of Caio", owner=caio, due_at=at(days=1)).participations.create(person=ana)

    response = client_of(ana).get(DAY)

    assert [task.title for task in response.context["taking_part"]] == ["Of Caio"]


def test_one_press_completes_and_the_day_comes_back_with_a_way_to_undo(client_of, ana):
    first, second = (TaskFactory(owner=ana, due_at=at(hours=-hours)) for hours in (3, 2))
    client = client_of(ana)
    headers = {"HX-Request": "true", "HX-Target": "my-day"}

    answer = client.post(reverse("workflow:task-complete", args=[first.pk]), headers=headers)
    undone = client.post(reverse("workflow:task-reopen", args=[first.pk]), headers=headers)

    assert answer.context["focus"] == second.pk
    assert f"/tasks/{first.pk}/reopen/" in answer.content.decode()
    assert shown(undone) == {"late": [first.title, second.title]}
    assert Task.objects.open().count() == 2


def test_a_tick_that_must_wait_says_why(client_of, ana):
    before, after = TaskFactory(owner=ana), TaskFactory(owner=ana)
    after.waits_for.create(predecessor=before)

    answer = client_of(ana).post(
        reverse("workflow:task-complete", args=[after.pk]), headers={"HX-Request": "true", "HX-Target": "my-day"}
    )

    assert answer.status_code == 422
    assert "waits for 1 task" in answer.content.decode()


def test_without_script_one_comes_back_to_the_day(client_of, ana):
    task = TaskFactory(owner=ana)

    answer = client_of(ana).post(reverse("workflow:task-complete", args=[task.pk]), {"next": DAY})

    assert answer.url == DAY


def test_the_day_asks_as_often_however_much_there_is(client_of, ana, django_assert_max_num_queries):
    client = client_of(ana)
    client.get(DAY)
    for hours in range(-30, 60, 3):
        TaskFactory(owner=ana, due_at=at(hours=hours), about=CompanyFactory(owner=ana))
        TaskFactory(owner=ana)

    with django_assert_max_num_queries(12):
        client.get(DAY)
