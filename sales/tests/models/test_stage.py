import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from sales.models import Stage
from sales.tests.factories import OpportunityFactory, stage_of

pytestmark = pytest.mark.django_db


def test_a_stage_in_use_keeps_its_kind_and_stays(ana):
    OpportunityFactory(owner=ana)
    stage = stage_of()
    stage.kind = "won"

    with pytest.raises(ValidationError, match="its kind stays"):
        stage.full_clean()
    with pytest.raises(IntegrityError, match="keeps its kind"), transaction.atomic():
        Stage.objects.filter(pk=stage.pk).update(kind="won", probability=100)
    with pytest.raises(ProtectedError):
        stage.delete()


def test_a_stage_that_was_only_passed_through_keeps_its_kind_too(ana):
    opportunity = OpportunityFactory(owner=ana)
    type(opportunity).objects.update(stage=stage_of("open", 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(pk=stage_of().pk).update(kind="lost", probability=0)


def test_a_stage_can_only_require_what_opportunities_have():
    stage = stage_of()
    stage.required_fields = ["amount", "colour"]

    with pytest.raises(ValidationError, match="no field named colour"):
        stage.full_clean()
