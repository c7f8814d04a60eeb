import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from crm.models import Company
from workflow.models import ProcessStep, ProcessTemplate
from workflow.tests.factories import ProcessStepFactory, ProcessTemplateFactory

LIST, CREATE = reverse("workflow:processtemplate-list"), reverse("workflow:processtemplate-create")
STEP = {"kind": "task", "assignee": "owner", "due_from": "ready", "rule": "one"}


@pytest.fixture
def template(db):
    return ProcessTemplateFactory(name="Onboarding", record_type=ContentType.objects.get_for_model(Company))


def page(name, row):
    return reverse(f"workflow:{row._meta.model_name}-{name}", args=[row.pk])


def test_a_manager_writes_a_template_with_steps(client_of, bruno, south):
    client = client_of(bruno)
    kind = ContentType.objects.get_for_model(Company).pk

    client.post(CREATE, {"name": "Onboarding", "record_type": kind, "is_active": "on"})
    template = ProcessTemplate.objects.get()
    client.post(page("step", template), STEP | {"title": "Sign", "due_minutes": "8:30"})
    [sign] = template.steps.all()
    visit = {"title": "Visit", "after": [sign.pk], "branch_field": "state", "branch_value": "RS|SC|PR"}
    client.post(page("step", template), STEP | visit | {"assignee": "team", "team": south.pk})

    body = client.get(template.get_absolute_url()).content.decode()
    assert all(
        text in body
        for text in (
            "Sign",
            "Visit",
            "after 1",
            "within 8 h 30 min of working time from the start of the process",
            "State is RS, SC or PR",
            "South",
        )
    )
    assert "Onboarding" in client.get(LIST).content.decode()


def test_steps_are_edited_moved_and_removed(client_of, bruno, template):
    first, second = (ProcessStepFactory(template=template, title=title) for title in ("First", "Second"))
    client = client_of(bruno)

    client.post(page("edit", second), STEP | {"title": "Renamed", "after": [first.pk]})
    client.post(page("up", second))
    assert list(template.steps.values_list("title", flat=True)) == ["Renamed", "First"]
    client.post(page("remove", first))

    assert ProcessStep.objects.get().title == "Renamed"


def test_a_circle_is_told_in_the_form(client_of, bruno, template):
    first = ProcessStepFactory(template=template)
    second = ProcessStepFactory(template=template, after=[first])

    answer = client_of(bruno).post(page("edit", first), STEP | {"title": "First", "after": [second.pk]})

    assert (answer.status_code, "after" in answer.context["form"].errors) == (422, True)
    assert not first.after.exists()


def test_an_unknown_field_is_refused(client_of, bruno, template):
    branch = {"title": "X", "branch_field": "colour", "branch_value": "red"}

    answer = client_of(bruno).post(page("step", template), STEP | branch)

    assert (answer.status_code, "branch_field" in answer.context["form"].errors) == (422, True)


def test_sellers_read_templates_and_change_none(client_of, ana, template):
    step, client = ProcessStepFactory(template=template), client_of(ana)

    assert client.get(template.get_absolute_url()).status_code == 200
    assert page("edit", step) not in client.get(template.get_absolute_url()).content.decode()
    for url in (CREATE, page("edit", template), page("step", template), page("edit", step), page("remove", step)):
        assert client.post(url, STEP | {"title": "Mine", "name": "Mine"}).status_code == 403
    assert ProcessStep.objects.get() == step


def test_a_step_says_when_its_time_begins_to_count_and_asks_for_it_in_hours(client_of, bruno, template):
    first = ProcessStepFactory(template=template, due_minutes=510)
    ProcessStepFactory(template=template, after=[first], due_minutes=45)
    ProcessStepFactory(template=template, after=[first], due_minutes=120, due_from="start")
    client = client_of(bruno)

    body = client.get(template.get_absolute_url()).content.decode()
    refused = client.post(page("edit", first), STEP | {"title": "First", "due_minutes": "soon"})

    assert "within 45 min of working time after the steps before it" in body
    assert "within 2 h of working time from the start of the process" in body
    assert 'value="8 h 30 min"' in client.get(page("edit", first)).content.decode()
    assert (refused.status_code, "due_minutes" in refused.context["form"].errors) == (422, True)
