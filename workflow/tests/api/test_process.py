import pytest

from crm.tests.factories import CompanyFactory
from workflow.models import Process
from workflow.tests.factories import ProcessStepFactory, ProcessTemplateFactory

URL = "/api/v1/processes/"


@pytest.fixture
def template(db):
    found = ProcessTemplateFactory(name="Onboarding")
    ProcessStepFactory(template=found, key="sign", title="Sign")
    return found


@pytest.fixture
def started(api_of, ana, template):
    company = CompanyFactory(owner=ana)
    wanted = {"template": template.pk, "record": {"type": "crm.company", "id": company.pk}}
    return api_of(ana).post(URL, wanted)


def test_a_process_is_started_and_tells_its_steps(api_of, started):
    assert started.status_code == 201, started.content
    found = started.json()
    assert (found["name"], found["state"]) == ("Onboarding", "running")
    assert [(step["key"], step["state"]) for step in found["steps"]] == [("sign", "open")]


def test_it_is_cancelled_for_a_reason(api_of, ana, started):
    one = f"{URL}{started.json()['id']}/"

    assert api_of(ana).post(f"{one}cancel/", {}).status_code == 400
    assert api_of(ana).post(f"{one}cancel/", {"reason": "No"}).json()["cancel_reason"] == "No"


def test_a_strangers_record_is_no_subject(api_of, ana, caio, template):
    company = CompanyFactory(owner=caio)

    answer = api_of(ana).post(URL, {"template": template.pk, "record": {"type": "crm.company", "id": company.pk}})

    assert (answer.status_code, Process.objects.exists()) == (400, False)


def test_a_stranger_sees_none_of_it(api_of, caio, started):
    assert api_of(caio).get(f"{URL}{started.json()['id']}/").status_code == 404
    assert api_of(caio).get(URL).json()["results"] == []
