import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from crm.models import Company
from workflow.models import ProcessSchedule
from workflow.tests.factories import ProcessStepFactory, ProcessTemplateFactory


@pytest.fixture
def template(db):
    found = ProcessTemplateFactory(name="Close the month")
    ProcessStepFactory(template=found)
    return found


def page(name, template):
    return reverse(f"workflow:processtemplate-{name}", args=[template.pk])


def form(person, **fields):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    usual = {"starter": person.pk, "rule": "FREQ=MONTHLY;BYMONTHDAY=-1", "shift": "none"}
    return usual | {"starts_at": f"{tomorrow.isoformat()}T09:00"} | fields


def test_a_manager_sets_it_and_the_page_says_it_in_words_with_the_next_start(client_of, bruno, template):
    client = client_of(bruno)
    assert page("schedule", template) in client.get(template.get_absolute_url()).content.decode()
    assert client.get(page("schedule", template)).context["form"]["starter"].value() == bruno.pk

    answer = client.post(page("schedule", template), form(bruno))

    body = client.get(template.get_absolute_url()).content.decode()
    assert answer.url == template.get_absolute_url()
    assert "Every month on its last day at 09:00, in the name of Bruno Reis" in body
    assert "Next start: " in body
    kept = client.get(page("schedule", template)).context["form"]
    assert kept["rule"].value() == "FREQ=MONTHLY;BYMONTHDAY=-1"


def test_it_is_paused_resumed_and_removed(client_of, bruno, template):
    client = client_of(bruno)
    client.post(page("schedule", template), form(bruno))

    client.post(page("schedule-pause", template))
    body = client.get(template.get_absolute_url()).content.decode()
    assert ("Paused" in body, "Next start: " in body) == (True, False)
    client.post(page("schedule-resume", template))
    assert "Next start: " in client.get(template.get_absolute_url()).content.decode()
    client.post(page("schedule-remove", template))

    assert not ProcessSchedule.objects.exists()
    assert client.post(page("schedule-pause", template), follow=True).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"), [("rule", "FREQ=NEVER"), ("starts_at", "2001-01-01T09:00"), ("ends_on", "2001-01-01")]
)
def test_bad_input_is_told_beside_the_field(client_of, bruno, template, field, value):
    answer = client_of(bruno).post(page("schedule", template), form(bruno, **{field: value}))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not ProcessSchedule.objects.exists()


def test_a_stranger_s_name_is_refused(client_of, bruno, caio, template):
    answer = client_of(bruno).post(page("schedule", template), form(caio))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starter"])


def test_sellers_read_it_and_set_nothing(client_of, ana, bruno, template):
    client_of(bruno).post(page("schedule", template), form(bruno))
    client = client_of(ana)

    body = client.get(template.get_absolute_url()).content.decode()
    assert ("in the name of Bruno Reis" in body, page("schedule", template) in body) == (True, False)
    for name in ("schedule", "schedule-pause", "schedule-resume", "schedule-remove"):
        assert client.post(page(name, template), form(ana)).status_code == 403
    assert ProcessSchedule.objects.get().starter == bruno


def test_a_template_of_a_certain_kind_of_record_offers_no_schedule(client_of, bruno):
    tied = ProcessTemplateFactory(record_type=ContentType.objects.get_for_model(Company))
    ProcessStepFactory(template=tied)
    client = client_of(bruno)

    assert page("schedule", tied) not in client.get(tied.get_absolute_url()).content.decode()
    assert client.post(page("schedule", tied), form(bruno)).status_code == 422
