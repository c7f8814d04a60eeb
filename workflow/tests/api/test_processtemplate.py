from django.contrib.contenttypes.models import ContentType

from crm.models import Company
from workflow.models import ProcessTemplate
from workflow.tests.factories import ProcessScheduleFactory, ProcessStepFactory, ProcessTemplateFactory

URL = "/api/v1/process-templates/"


def test_templates_are_read_with_their_steps(api_of, ana):
    template = ProcessTemplateFactory(name="Onboarding", record_type=ContentType.objects.get_for_model(Company))
    ProcessStepFactory(template=template, key="sign", title="Sign")

    [found] = api_of(ana).get(URL).json()["results"]

    assert (found["name"], found["about"]) == ("Onboarding", "crm.company")
    assert found["steps"] == [{"key": "sign", "title": "Sign", "kind": "task"}]
    assert api_of(ana).post(URL, {"name": "X"}).status_code == 405
    assert ProcessTemplate.objects.count() == 1


def test_a_template_says_when_it_starts_by_itself(api_of, ana, bruno):
    template = ProcessTemplateFactory(name="Close the month")
    assert api_of(ana).get(f"{URL}{template.pk}/").json()["schedule"] is None
    ProcessScheduleFactory(template=template, starter=bruno)

    found = api_of(ana).get(f"{URL}{template.pk}/").json()["schedule"]

    assert (found["rule"], found["starter"], found["is_paused"]) == ("FREQ=DAILY", bruno.pk, False)
    assert set(found) == {"rule", "starter", "starts_at", "shift", "ends_on", "next_start_at", "is_paused"}
