"""Plain rows for tests; nothing happens in them but what is written here."""

import factory

from crm.tests.factories import ContactFactory, OwnedFactory
from sales.models import LostReason, Opportunity, OpportunityContact, OpportunityProduct, Pipeline, Product, Stage


def stage_of(kind="open", place=0):
    """A stage of the default pipeline: stage_of("open", 1) is the second open one."""
    return Pipeline.objects.default().stages.filter(kind=kind).order_by("position")[place]


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    name = factory.Sequence(lambda number: f"Product {number}")
    price = 100


class OpportunityFactory(OwnedFactory):
    class Meta:
        model = Opportunity

    name = factory.Sequence(lambda number: f"Opportunity {number}")
    stage = factory.LazyFunction(stage_of)
    pipeline = factory.LazyAttribute(lambda record: record.stage.pipeline)
    amount = 1000

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        record = super()._create(model_class, *args, **kwargs)
        record.refresh_from_db()
        return record


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpportunityProduct

    opportunity = factory.SubFactory(OpportunityFactory)
    product = factory.SubFactory(ProductFactory)
    unit_price = 100


class PipelineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pipeline

    name = factory.Sequence(lambda number: f"Pipeline {number}")


class StageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stage

    pipeline = factory.LazyFunction(lambda: Pipeline.objects.default())
    name = factory.Sequence(lambda number: f"Stage {number}")


class LostReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LostReason

    name = factory.Sequence(lambda number: f"Reason {number}")


class OpportunityContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpportunityContact

    opportunity = factory.SubFactory(OpportunityFactory)
    contact = factory.SubFactory(ContactFactory)
