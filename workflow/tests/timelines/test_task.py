import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from crm.actions import record as records
from crm.models import Company, HistoryEntry
from crm.tests.factories import CompanyFactory
from workflow.actions import task as tasks
from workflow.models import Task
from workflow.tests.factories import TaskFactory, type_of


def told(client, record, kind="task"):
    response = client.get(reverse("crm:timeline", args=["crm.company", record.pk]), {"kind": kind})
    return [strip_tags(entry.html) for day in response.context["timeline"].days for entry in day.entries]


@pytest.mark.django_db(transaction=True)
def test_planned_and_completed_tasks_show_on_their_record(client_of, ana, bruno):
    company = records.create(Company(name="Acme"), by=ana)
    task = tasks.create(Task(title="Call João", type=type_of("call"), about=company, owner=bruno), by=ana)
    tasks.complete(task, by=bruno, outcome="no_answer")

    assert told(client_of(ana), company) == [
        "Bruno Reis completed Call João",
        "Ana Melo planned Call João for Bruno Reis",
    ]
    assert told(client_of(ana), company, "activity") == ["Bruno Reis called · No answer · Call João"]


def test_tasks_of_strangers_leave_no_entry(client_of, ana, caio):
    company = CompanyFactory(owner=ana)
    TaskFactory(title="Zenith plot", about=company, owner=caio)

    assert told(client_of(ana), company) == []


@pytest.mark.django_db(transaction=True)
def test_a_tasks_own_page_tells_its_history(client_of, ana):
    task = tasks.create(Task(title="Call João"), by=ana)
    tasks.postpone(task, by=ana, due_at=timezone.now() + datetime.timedelta(days=1))
    tasks.complete(task, by=ana)
    tasks.reopen(task, by=ana)

    response = client_of(ana).get(reverse("crm:timeline", args=["workflow.task", task.pk]))
    lines = [strip_tags(entry.html) for day in response.context["timeline"].days for entry in day.entries]

    assert lines[0] == "Ana Melo reopened Call João"
    assert lines[1] == "Ana Melo completed Call João"
    assert lines[2].startswith("Ana Melo put Call João off to ")
    assert lines[3] == "Ana Melo created Call João"


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_for_figures_is_told_to_no_reader(client_of, ana):
    task = tasks.create(Task(title="Call João"), by=ana)
    tasks.complete(task, by=ana)
    Task.objects.filter(pk=task.pk).update(worked_seconds=7200)

    page = client_of(ana).get(reverse("crm:timeline", args=["workflow.task", task.pk])).content.decode()

    assert HistoryEntry.objects.filter(record_id=task.pk, field="worked_seconds").count() == 2
    assert "completed" in page
    assert [word for word in ("usiness time", "7200") if word in page] == []
