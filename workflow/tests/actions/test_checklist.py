import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from crm.models import HistoryEntry
from workflow.actions import checklist
from workflow.actions import task as tasks
from workflow.models import ChecklistItem, Task
from workflow.tests.factories import ChecklistItemFactory, TaskFactory


def test_a_task_begins_with_the_steps_it_was_given(ana):
    task = tasks.create(Task(title="Visit"), by=ana, steps=["Call ahead", " ", "Measure"])

    assert [step.text for step in task.checklist.all()] == ["Call ahead", "Measure"]


def test_a_step_is_ticked_once_and_by_whom_is_known(ana, bruno):
    step = ChecklistItemFactory(task__owner=ana)

    checklist.tick(step, by=bruno)
    checklist.tick(step, by=ana)

    step.refresh_from_db()
    assert step.done_by == bruno
    assert HistoryEntry.objects.about(step.task).filter(verb="ticked").count() == 1
    checklist.untick(step, by=ana)
    assert ChecklistItem.objects.get().done_at is None


def test_steps_are_added_at_the_end_and_removed(ana):
    task = TaskFactory(owner=ana)
    first, second = checklist.add(task, by=ana, text="One"), checklist.add(task, by=ana, text="Two")

    checklist.remove(first, by=ana)

    assert list(ChecklistItem.objects.all()) == [second]
    assert second.position == 1


def test_what_is_over_or_a_strangers_has_no_steps_to_tick(ana, caio):
    step = ChecklistItemFactory(task__owner=ana)

    with pytest.raises(PermissionDenied):
        checklist.tick(step, by=caio)
    Task.objects.update(done_at=timezone.now())
    with pytest.raises(ValidationError):
        checklist.tick(step, by=ana)
