"""Filters of the pages and mails that show figures."""

from django import template

from indicators.ui import figures

register = template.Library()


def unit_of(indicator):
    try:
        return indicator.kpi.unit
    except KeyError:
        return None


@register.filter
def figure(snapshot):
    """The value of a measurement, in its indicator's unit."""
    return figures.figure(snapshot.value, unit_of(snapshot.indicator))


@register.filter
def mean(baseline):
    return figures.figure(baseline.mean, unit_of(baseline.indicator))


@register.filter
def in_unit_of(value, indicator):
    """Any number of an indicator: `{{ target.desired_low|in_unit_of:indicator }}`."""
    return figures.figure(value, unit_of(indicator))


@register.filter
def period(snapshot):
    return figures.period(snapshot.period_start, snapshot.period_end, snapshot.grain)
