import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm.models import Company, Contact
from crm.tests.factories import CompanyFactory
from workflow.actions import process as processes
from workflow.models import Process, Task
from workflow.tests.factories import ProcessStepFactory, ProcessTemplateFactory

LIST, CREATE = reverse("workflow:process-list"), reverse("workflow:process-create")


@pytest.fixture
def acme(ana):
    return CompanyFactory(owner=ana, name="Acme")


@pytest.fixture
def template(db):
    found = ProcessTemplateFactory(name="Onboarding", record_type=ContentType.objects.get_for_model(Company))
    first = ProcessStepFactory(template=found, key="sign", title="Sign the contract")
    ProcessStepFactory(template=found, key="visit", title="Visit the roof", after=[first])
    return found


@pytest.fixture
def process(template, acme, ana):
    return processes.start(template, acme, by=ana)


def page(name, process):
    return reverse(f"workflow:process-{name}", args=[process.pk])


def test_one_starts_a_process_on_a_records_page_and_sees_how_far_it_is(client_of, ana, template, acme):
    other = ProcessTemplateFactory(name="For people", record_type=ContentType.objects.get_for_model(Contact))
    ProcessStepFactory(template=other)
    client, about = client_of(ana), f"crm.company:{acme.pk}"

    form = client.get(CREATE, {"about": about}).content.decode()
    answer = client.post(CREATE, {"about": about, "template": template.pk})

    assert "Onboarding" in form
    assert "For people" not in form
    assert answer["Location"] == Process.objects.get().get_absolute_url()
    body = client.get(acme.get_absolute_url()).content.decode()
    assert all(text in body for text in ("Onboarding", "Sign the contract", "Visit the roof"))


def test_the_page_shows_each_step_with_who_and_when(client_of, ana, process):
    body = client_of(ana).get(process.get_absolute_url()).content.decode()

    assert Task.objects.get().get_absolute_url() in body
    assert "Ana Melo" in body
    assert "step=visit" in body


def test_a_template_about_another_kind_is_told_in_the_form(client_of, ana, template):
    answer = client_of(ana).post(CREATE, {"template": template.pk})

    assert answer.status_code == 422
    assert "another kind" in answer.content.decode()


def test_a_step_is_left_out_and_the_process_cancelled_from_its_page(client_of, ana, process):
    client = client_of(ana)

    client.post(page("skip", process) + "?step=sign", {"reason": "Signed long ago"})
    assert process.steps.get(key="sign").reason == "Signed long ago"
    client.post(page("cancel", process), {"reason": "The customer left"})

    process.refresh_from_db()
    assert (process.state, process.cancel_reason) == ("cancelled", "The customer left")


def test_a_step_that_is_not_there_changes_nothing(client_of, ana, process):
    client_of(ana).post(page("skip", process) + "?step=nothing", {"reason": "X"})

    assert set(process.steps.values_list("state", flat=True)) == {"open", "waiting"}


def test_the_list_counts_the_steps(client_of, ana, process):
    assert "0 / 2" in client_of(ana).get(LIST, {"state": "running"}).content.decode()


def test_a_stranger_finds_no_page(client_of, caio, process):
    assert client_of(caio).get(process.get_absolute_url()).status_code == 404
    for name in ("skip", "cancel", "edit", "trash"):
        assert client_of(caio).post(page(name, process), {"reason": "X"}).status_code == 404
    assert "Onboarding" not in client_of(caio).get(LIST).content.decode().split("<main")[-1].split("filters")[0]
    assert Process.objects.get().is_running
