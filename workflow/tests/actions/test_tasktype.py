from django.db import connection

from crm.models import Organization
from workflow.actions.tasktype import install_defaults
from workflow.models import Task, TaskType


def test_the_built_in_types_are_there_once(db):
    before = list(TaskType.objects.values_list("key", flat=True))

    install_defaults()

    assert list(TaskType.objects.values_list("key", flat=True)) == before
    assert set(before) >= {"todo", "call", "email", "meeting", "visit", "proposal", "corrective"}


def test_a_renamed_one_stays_as_it_is_and_a_missing_one_takes_over_its_namesake(db):
    TaskType.objects.filter(key="visit").update(name="Inspection")
    TaskType.objects.filter(key="call").delete()
    mine = TaskType.objects.create(name="Call", ideal_minutes=30)
    Organization.objects.update(site_language="en")

    install_defaults()

    assert TaskType.objects.of("visit").name == "Inspection"
    assert TaskType.objects.of("call") == mine
    assert TaskType.objects.of("call").ideal_minutes == 30


def test_a_task_without_a_type_is_plain_work_whichever_path_wrote_it(ana):
    Task.objects.create(title="By itself", owner=ana)
    Task.objects.bulk_create([Task(title="In bulk", owner=ana)])

    with connection.cursor() as cursor:
        cursor.execute("SELECT k.key FROM workflow_task t JOIN workflow_tasktype k ON k.id = t.type_id")
        assert cursor.fetchall() == [("todo",)] * 2
