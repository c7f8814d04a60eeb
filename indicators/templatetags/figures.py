"""Filters of the pages and mails that show figures."""

from django import template

from crm.ui.money import money
from indicators.ui import figures
from indicators.ui.status import indicator_status as drawn_status

register = template.Library()


@register.filter
def figure(snapshot):
    """The value of a measurement, in its indicator's unit."""
    return figures.figure(snapshot.value, snapshot.indicator.unit)


@register.filter
def mean(baseline):
    return figures.figure(baseline.mean, baseline.indicator.unit)


@register.filter
def in_unit_of(value, indicator):
    """Any number of an indicator: `{{ target.desired_low|in_unit_of:indicator }}`."""
    return figures.figure(value, indicator.unit)


@register.filter
def period(snapshot):
    return figures.period(snapshot.period_start, snapshot.period_end, snapshot.grain)


@register.filter
def whole(value, currency):
    """Money without cents."""
    return money(value, currency, cents=False)


@register.filter
def cents(value, currency):
    """Money to the cent."""
    return money(value, currency, cents=True)


@register.filter
def status(indicator):
    """The status of an indicator as shape, word and colour."""
    return drawn_status(None, indicator)
