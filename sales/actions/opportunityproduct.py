"""Product lines of an opportunity; with any, the amount is their sum."""

from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from crm.actions.history import action
from sales.actions.opportunity import unchanged
from sales.actions.stage import check_filled
from sales.models import Opportunity, OpportunityProduct


@action
def set_lines(opportunity: Opportunity, *, by, lines, version=None):
    """Make these the lines: saved ones change, new ones are added, those not named are removed."""
    fresh = unchanged(opportunity, by, version)
    kept = {line.pk for line in lines if line.pk}
    fresh.lines.exclude(pk__in=kept).delete()
    for place, line in enumerate(lines):
        line.opportunity, line.position = fresh, place
        _save(line)
    return _follow(fresh)


@action
def add_line(opportunity: Opportunity, *, by, product, quantity=1, unit_price=None, discount=0, version=None):
    """One line more; without a price it takes the product's, if that is in the opportunity's currency."""
    fresh = unchanged(opportunity, by, version)
    if unit_price is None and product.currency == fresh.currency:
        unit_price = product.price
    if unit_price is None:
        raise ValidationError(
            {"unit_price": _("This product has no list price in %(currency)s.") % {"currency": fresh.currency}}
        )
    line = OpportunityProduct(
        opportunity=fresh, product=product, quantity=quantity, unit_price=unit_price, discount=discount
    )
    last = fresh.lines.aggregate(last=Max("position"))["last"]
    line.position = 0 if last is None else last + 1
    _save(line)
    _follow(fresh)
    return line


@action
def change_line(line: OpportunityProduct, *, by, values: dict, version=None):
    fresh = unchanged(line.opportunity, by, version)
    for name, value in values.items():
        setattr(line, name, value)
    _save(line)
    _follow(fresh)
    return line


@action
def remove_line(line: OpportunityProduct, *, by, version=None):
    fresh = unchanged(line.opportunity, by, version)
    line.delete()
    _follow(fresh)


def _save(line):
    line.full_clean(exclude=["opportunity"], validate_constraints=False)
    line.save()


def _follow(fresh) -> Opportunity:
    """The amount is the sum of the lines; without lines it stays what it was, to be typed again."""
    total = fresh.lines.aggregate(total=Sum("total"))["total"]
    if total is not None:
        fresh.amount = total
    fresh.full_clean(validate_constraints=False)
    check_filled(fresh, fresh.stage, among={"products"})
    fresh.version += 1
    fresh.save()
    return fresh
