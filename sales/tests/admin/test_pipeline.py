import pytest
from django.urls import reverse

from conftest import person
from crm.tests.sent import OpenPage
from sales.models import Pipeline, Stage
from sales.tests.factories import OpportunityFactory

pytestmark = pytest.mark.django_db


def form_of(pipeline, **changes):
    """What the page of a pipeline would send, as it stands, with some changes."""
    stages = list(pipeline.stages.order_by("position", "pk"))
    sent = {
        "name": pipeline.name,
        "is_default": "on",
        "is_active": "on",
        "position": pipeline.position,
        "stages-TOTAL_FORMS": len(stages),
        "stages-INITIAL_FORMS": len(stages),
        "stages-MIN_NUM_FORMS": 3,
        "stages-MAX_NUM_FORMS": 1000,
    }
    for number, stage in enumerate(stages):
        for name in ("name", "kind", "position", "probability", "forecast_category", "required_fields"):
            sent[f"stages-{number}-{name}"] = getattr(stage, name)
        sent[f"stages-{number}-days_until_stale"] = stage.days_until_stale or ""
        sent[f"stages-{number}-id"] = stage.pk
        sent[f"stages-{number}-pipeline"] = pipeline.pk
    return sent | changes


def test_an_administrator_renames_a_stage_and_sets_what_it_requires(client_of, dora):
    pipeline = Pipeline.objects.default()
    page = reverse("admin:sales_pipeline_change", args=[pipeline.pk])
    changes = {"stages-0-name": "First talk", "stages-0-required_fields": ["amount", "company"]}

    assert client_of(dora).get(page).status_code == 200
    response = client_of(dora).post(page, form_of(pipeline, **changes))

    assert response.status_code == 302
    stage = pipeline.first_stage()
    assert (stage.name, stage.required_fields) == ("First talk", ["amount", "company"])


def test_a_stage_in_use_can_neither_change_its_kind_nor_go(client_of, dora, ana):
    OpportunityFactory(owner=ana)
    pipeline = Pipeline.objects.default()
    page = reverse("admin:sales_pipeline_change", args=[pipeline.pk])

    client_of(dora).post(page, form_of(pipeline, **{"stages-0-kind": "won"}))
    response = client_of(dora).post(page, form_of(pipeline, **{"stages-0-DELETE": "on"}))

    assert response.status_code == 200
    assert pipeline.first_stage().kind == "open"
    assert pipeline.stages.count() == 6


def test_a_pipeline_keeps_a_stage_of_each_kind(client_of, dora):
    pipeline = Pipeline.objects.default()
    last = pipeline.stages.count() - 1

    page = reverse("admin:sales_pipeline_change", args=[pipeline.pk])
    response = client_of(dora).post(page, form_of(pipeline, **{f"stages-{last}-DELETE": "on"}))

    assert b"Missing: Lost" in response.content
    assert Stage.objects.filter(kind="lost").count() == 1


def test_a_stage_changed_meanwhile_is_not_overwritten_and_other_stages_are_no_matter(client_of, dora, south):
    pipeline = Pipeline.objects.default()
    first, second = pipeline.stages.order_by("position")[:2]
    url = reverse("admin:sales_pipeline_change", args=[pipeline.pk])
    otto = person("Otto Luz", south, "administrator", is_staff=True)
    mine, theirs = OpenPage(client_of(dora), url), OpenPage(client_of(otto), url)
    former = first.name
    theirs.save(**{"stages-0-name": "First of Otto"})

    assert mine.save(**{"stages-1-name": "Second of Dora"}).status_code == 302
    answer = mine.save(**{"stages-0-name": "First of Dora", "stages-1-name": "Second of Dora"})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, second.name) == ("First of Otto", "Second of Dora")
    assert f"from “{former}” to “First of Otto”" in answer.content.decode()
    assert "Dora Paz changed this on" in answer.content.decode()


def test_a_new_pipeline_is_offered_the_last_position(client_of, dora):
    default = Pipeline.objects.default()
    Pipeline.objects.create(name="Renewals", position=default.position + 4)

    form = client_of(dora).get(reverse("admin:sales_pipeline_add")).context["adminform"].form

    assert form["position"].value() == default.position + 5
