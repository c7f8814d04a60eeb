from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from crm.models import Company, HistoryEntry
from crm.tests.factories import CompanyFactory
from workflow.actions import approval as approvals
from workflow.actions import process as processes
from workflow.actions import processtemplate as templates
from workflow.actions import task as tasks
from workflow.models import Approval, Process, Task
from workflow.models.calendaruse import calendar_for
from workflow.tests.factories import ProcessStepFactory, ProcessTemplateFactory


@pytest.fixture
def template(db):
    return ProcessTemplateFactory(record_type=ContentType.objects.get_for_model(Company), name="Onboarding")


@pytest.fixture
def step(template):
    def make(title, *after, **fields):
        return ProcessStepFactory(template=template, key=title.lower(), title=title, after=after, **fields)

    return make


@pytest.fixture
def acme(ana):
    return CompanyFactory(owner=ana, name="Acme")


def states(process):
    return dict(process.steps.values_list("key", "state"))


def test_steps_become_tasks_when_their_turn_comes_and_the_last_ends_the_process(step, template, acme, ana):
    contract = step("Contract", checklist="Ask for documents\n\nSign")
    step("Visit", contract)

    process = processes.start(template, acme, by=ana)
    [task] = Task.objects.all()
    assert (task.title, task.about, task.owner, task.checklist.count()) == ("Contract", acme, ana, 2)
    assert states(process) == {"contract": "open", "visit": "waiting"}

    tasks.complete(task, by=ana)
    assert states(process) == {"contract": "done", "visit": "open"}
    tasks.complete(Task.objects.open().get(), by=ana)

    process.refresh_from_db()
    assert (process.state, process.ended_at is not None) == ("done", True)
    assert process.steps.get(key="visit").ended_by == ana
    verbs = HistoryEntry.objects.about(acme).filter(verb__startswith="process_").order_by("pk")
    assert [one.verb for one in verbs] == ["process_started", "process_finished"]


def test_a_step_waits_for_all_before_it(step, template, acme, ana):
    first, second = step("First"), step("Second")
    step("Both", first, second)
    process = processes.start(template, acme, by=ana)

    tasks.complete(Task.objects.get(title="First"), by=ana)
    assert states(process)["both"] == "waiting"
    tasks.complete(Task.objects.get(title="Second"), by=ana)
    assert states(process)["both"] == "open"


def test_a_branch_that_does_not_hold_is_left_out_with_its_reason_and_the_rest_goes_on(step, template, acme, ana):
    large = step("Large", branch_field="state", branch_value="RS | SC")
    step("After", large)
    acme.state = "SP"
    acme.save()

    process = processes.start(template, acme, by=ana)

    run = process.steps.get(key="large")
    assert (run.state, "RS | SC" in run.reason) == ("skipped", True)
    assert Task.objects.get().title == "After"


@pytest.mark.parametrize("value", ["customer", "Customer", "prospect|CUSTOMER"])
def test_a_branch_is_asked_as_it_is_kept_or_as_people_read_it(step, template, ana, value):
    step("Only", branch_field="relationship", branch_value=value)

    processes.start(template, CompanyFactory(owner=ana, relationship="customer"), by=ana)

    assert Task.objects.get().title == "Only"


def test_deadlines_count_in_business_time_from_the_start_or_from_the_step_before(step, template, acme, ana):
    first = step("First", due_minutes=510)
    step("Second", first, due_minutes=1020, due_from="start")
    process = processes.start(template, acme, by=ana)
    calendar, begun = calendar_for(person=ana), process.started_at

    due = Task.objects.get().due_at
    assert abs(due - calendar.plus(begun, timedelta(minutes=510))) < timedelta(seconds=5)
    tasks.complete(Task.objects.get(), by=ana)
    assert Task.objects.open().get().due_at == calendar.plus(begun, timedelta(minutes=1020))


def test_who_does_a_step(step, template, acme, ana, bruno, caio, south, north):
    south.head = bruno
    south.save()
    step("Owner")
    step("Starter", assignee="starter")
    step("Head", assignee="head", team=south)
    step("Person", assignee="person", person=caio)
    step("Team", assignee="team", team=north)

    processes.start(template, acme, by=bruno)

    found = {task.title: (task.owner, task.team) for task in Task.objects.all()}
    assert {title: owner for title, (owner, __) in found.items()} == {
        "Owner": ana,
        "Starter": bruno,
        "Head": bruno,
        "Person": caio,
        "Team": None,
    }
    assert found["Team"][1] == north


def test_what_runs_keeps_the_steps_as_they_were(step, template, acme, ana, dora):
    first = step("First")
    process = processes.start(template, acme, by=ana)

    templates.edit_step(first, by=dora, values={"title": "Otherwise"})
    templates.add_step(type(first)(template=template, title="More"), by=dora)

    assert list(process.steps.values_list("title", flat=True)) == ["First"]
    assert process.template_version < type(template).objects.get(pk=template.pk).version


def test_started_twice_under_one_key_it_is_one(step, template, acme, ana):
    step("First")

    first = processes.start(template, acme, by=ana, key="won:7")
    second = processes.start(template, acme, by=ana, key="won:7")

    assert (first, Process.objects.count(), Task.objects.count()) == (second, 1, 1)
    assert processes.start(template, acme, by=ana) != first


def test_what_cannot_be_started_is_not(step, template, acme, ana, caio, nina):
    with pytest.raises(ValidationError, match="no steps"):
        processes.start(template, acme, by=ana)
    step("First")
    with pytest.raises(PermissionDenied):
        processes.start(template, acme, by=caio)
    with pytest.raises(PermissionDenied):
        processes.start(template, acme, by=nina)
    with pytest.raises(ValidationError, match="another kind"):
        processes.start(template, None, by=ana)
    template.is_active = False
    with pytest.raises(ValidationError, match="any more"):
        processes.start(template, acme, by=ana)
    assert not Process.objects.exists()


def test_an_approval_step_asks_and_the_answer_moves_on(step, template, acme, ana, bruno):
    agree = step("Agree", kind="approval", assignee="person", person=bruno)
    step("Then", agree)
    process = processes.start(template, acme, by=ana)

    approval = Approval.objects.get()
    assert (approval.about, approval.owner, approval.votes.get().person) == (acme, ana, bruno)
    approvals.decide(approval, by=bruno, approves=True)

    assert states(process) == {"agree": "done", "then": "open"}


def test_a_rejection_ends_the_process_with_its_reason(step, template, acme, ana, bruno):
    agree = step("Agree", kind="approval", assignee="person", person=bruno)
    step("Then", agree)
    step("Beside")
    process = processes.start(template, acme, by=ana)

    approvals.decide(Approval.objects.get(), by=bruno, approves=False, reason="No")

    process.refresh_from_db()
    assert (process.state, "Agree" in process.cancel_reason) == ("cancelled", True)
    assert not Task.objects.open().exists()


def test_who_starts_it_does_not_approve_it_but_the_head_above(step, template, acme, ana, bruno, south):
    south.head = bruno
    south.save()
    step("Agree", kind="approval", assignee="owner")

    processes.start(template, acme, by=ana)

    assert Approval.objects.get().votes.get().person == bruno


def test_cancelling_calls_off_what_is_open(step, template, acme, ana, caio):
    first = step("First")
    step("Second", first)
    process = processes.start(template, acme, by=ana)

    with pytest.raises(PermissionDenied):
        processes.cancel(process, by=caio, reason="No")
    with pytest.raises(ValidationError):
        processes.cancel(process, by=ana, reason=" ")
    processes.cancel(process, by=ana, reason="The customer left")

    process.refresh_from_db()
    assert (process.state, process.cancel_reason) == ("cancelled", "The customer left")
    assert set(states(process).values()) == {"skipped"}
    assert Task.objects.get().cancel_reason == "The customer left"


def test_a_task_called_off_leaves_its_step_out_and_the_process_goes_on(step, template, acme, ana):
    first = step("First")
    step("Second", first)
    process = processes.start(template, acme, by=ana)

    tasks.cancel(Task.objects.get(), by=ana, reason="Done by the customer")

    run = process.steps.get(key="first")
    assert (run.state, run.reason) == ("skipped", "Done by the customer")
    assert states(process)["second"] == "open"


def test_a_reopened_task_takes_its_step_up_again(step, template, acme, ana):
    step("Only")
    process = processes.start(template, acme, by=ana)
    task = Task.objects.get()
    tasks.complete(task, by=ana)

    tasks.reopen(task, by=ana)
    process.refresh_from_db()
    assert (process.state, process.ended_at, states(process)) == ("running", None, {"only": "open"})

    tasks.complete(task, by=ana)
    process.refresh_from_db()
    assert process.state == "done"


def test_a_step_is_left_out_for_a_reason(step, template, acme, ana):
    first = step("First")
    step("Second", first)
    process = processes.start(template, acme, by=ana)
    run = process.steps.get(key="first")

    with pytest.raises(ValidationError):
        processes.skip(run, by=ana, reason="")
    processes.skip(run, by=ana, reason="Not needed")

    assert states(process) == {"first": "skipped", "second": "open"}
    assert Task.objects.get(title="First").cancelled_at is not None
    with pytest.raises(ValidationError, match="over already"):
        processes.skip(run, by=ana, reason="Again")


def test_it_moves_on_when_whoever_completes_a_step_may_not_change_the_process(step, template, acme, ana, caio):
    first = step("First", assignee="person", person=caio)
    step("Second", first, assignee="person", person=caio)
    process = processes.start(template, acme, by=ana)

    tasks.complete(Task.objects.get(), by=caio)

    assert states(process)["second"] == "open"


def test_whoever_sees_the_record_sees_how_far_it_is(step, template, acme, ana, caio, bruno):
    step("First")
    process = processes.start(template, acme, by=ana)

    assert Process.objects.visible_to(bruno).get() == process
    assert not Process.objects.visible_to(caio).exists()
    Company.objects.filter(pk=acme.pk).update(owner=caio, team=caio.team)
    assert Process.objects.visible_to(caio).get() == process
    assert not Process.objects.visible_to(caio, "change").exists()
    assert timezone.now() >= process.started_at
