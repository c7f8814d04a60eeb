import pytest

from sales.actions.pipeline import install_defaults
from sales.models import LostReason, Pipeline, Stage

pytestmark = pytest.mark.django_db


def test_an_installation_begins_with_a_pipeline_in_its_language_and_reasons():
    pipeline = Pipeline.objects.default()

    assert [(stage.name, stage.kind) for stage in pipeline.stages.order_by("position")] == [
        ("Prospecção", "open"), ("Qualificação", "open"), ("Proposta", "open"), ("Negociação", "open"),
        ("Ganha", "won"), ("Perdida", "lost"),
    ]  # fmt: skip
    assert LostReason.objects.filter(is_unknown=True).count() == 1


def test_what_an_administrator_changed_stays_as_it_is():
    Stage.objects.filter(kind="open").update(days_until_stale=3)
    Stage.objects.filter(position=1).update(name="First talk")
    LostReason.objects.filter(is_unknown=False).first().delete()
    before = (Stage.objects.count(), LostReason.objects.count())

    install_defaults()

    assert (Stage.objects.count(), LostReason.objects.count()) == before
    assert Pipeline.objects.default().first_stage().name == "First talk"
