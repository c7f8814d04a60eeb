"""Plain rows for tests; nothing happens in them but what is written here."""

import factory

from crm.tests.factories import OwnedFactory
from sales.models import Opportunity, OpportunityProduct, Pipeline, Product


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
