from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.exceptions import Conflict
from sales.actions import opportunityproduct as lines
from sales.models import OpportunityProduct, Stage
from sales.tests.factories import LineFactory, OpportunityFactory, ProductFactory, stage_of

pytestmark = pytest.mark.django_db


def amount(opportunity):
    opportunity.refresh_from_db()
    return opportunity.amount


def test_the_amount_follows_each_change_of_the_lines(ana):
    opportunity = OpportunityFactory(owner=ana, amount=7)

    line = lines.add_line(
        opportunity, by=ana, product=ProductFactory(price=100), quantity=2, discount=Decimal("12.5")
    )
    assert amount(opportunity) == 175
    other = lines.add_line(opportunity, by=ana, product=ProductFactory(price=None), unit_price=10)
    assert amount(opportunity) == 185
    lines.change_line(line, by=ana, values={"quantity": 1})
    assert amount(opportunity) == Decimal("97.50")
    lines.remove_line(line, by=ana)
    lines.remove_line(other, by=ana)
    assert amount(opportunity) == 10


def test_a_price_in_another_currency_is_never_taken_for_ours(ana):
    opportunity = OpportunityFactory(owner=ana)
    dollars = ProductFactory(price=100, currency="USD")

    with pytest.raises(ValidationError, match="no list price in BRL"):
        lines.add_line(opportunity, by=ana, product=dollars)

    assert not OpportunityProduct.objects.exists()


def test_setting_lines_changes_adds_and_removes_in_one_go(ana):
    opportunity = OpportunityFactory(owner=ana)
    kept, gone = LineFactory(opportunity=opportunity), LineFactory(opportunity=opportunity)
    kept.quantity = 3
    new = OpportunityProduct(product=ProductFactory(), quantity=1, unit_price=5)

    lines.set_lines(opportunity, by=ana, lines=[kept, new], version=1)

    assert list(opportunity.lines.all()) == [kept, new]
    assert not OpportunityProduct.objects.filter(pk=gone.pk).exists()
    assert amount(opportunity) == 305


def test_an_impossible_discount_or_quantity_is_refused(ana):
    opportunity = OpportunityFactory(owner=ana)

    for wrong in ({"discount": 101}, {"quantity": 0}, {"unit_price": -1}):
        with pytest.raises(ValidationError):
            lines.add_line(opportunity, by=ana, product=ProductFactory(), **wrong)

    assert amount(opportunity) == 1000


def test_a_stage_that_requires_products_keeps_the_last_line(ana):
    Stage.objects.filter(pk=stage_of("open", 1).pk).update(required_fields=["products"])
    opportunity = OpportunityFactory(owner=ana, stage=stage_of("open", 1))
    line = LineFactory(opportunity=opportunity)

    with pytest.raises(ValidationError, match="needs: Products"):
        lines.remove_line(line, by=ana)

    assert opportunity.lines.count() == 1


def test_lines_of_a_colleague_are_not_mine_to_change_and_of_a_newer_version_neither(ana, bruno):
    opportunity = OpportunityFactory(owner=bruno)

    with pytest.raises(PermissionDenied):
        lines.add_line(opportunity, by=ana, product=ProductFactory())
    with pytest.raises(Conflict):
        lines.set_lines(opportunity, by=bruno, lines=[], version=99)
