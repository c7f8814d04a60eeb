"""The five answers every analysis owes: which rule, how measured, who, when, where the data comes from."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.measures import Asking, Direction, Unit, kpi_of, words
from crm.ui.money import short_date
from indicators.models import Indicator, Snapshot
from indicators.monitoring.course import period_now
from indicators.ui.figures import figure, period

UNITS = {
    Unit.COUNT: lambda: pgettext("a unit", "a number"),
    Unit.MONEY: lambda: pgettext("a unit", "money"),
    Unit.PERCENT: lambda: pgettext("a unit", "per cent"),
    Unit.DAYS: lambda: pgettext("a unit", "days"),
    Unit.HOURS: lambda: pgettext("a unit", "hours"),
    Unit.TIMES: lambda: pgettext("a unit", "times"),
    Unit.POINTS: lambda: pgettext("a unit", "points, from -100 to 100"),
    Unit.MONEY_PER_DAY: lambda: pgettext("a unit", "money a day"),
}
DIRECTIONS = {
    Direction.UP: lambda: _("More is better."),
    Direction.DOWN: lambda: _("Less is better."),
    Direction.RANGE: lambda: _("It should stay within a range."),
    Direction.CONTEXT: lambda: _("It shows the context and judges nobody."),
}


def answers(indicator) -> list[dict]:
    """Question and sentences, in the order people ask."""
    kpi = indicator.kpi
    unit = _("Told in: %(unit)s.") % {"unit": UNITS[kpi.unit]()}
    how = [words.placing(kpi), unit, DIRECTIONS[kpi.better](), str(kpi.pitfalls)]
    return [
        {"question": _("Which rule"), "sentences": [capfirst(words.rule(kpi)), *part_of(indicator)]},
        {"question": _("How it is measured"), "sentences": [one for one in how if one]},
        {"question": pgettext("a question", "Who"), "sentences": who(indicator)},
        {"question": pgettext("a question", "When"), "sentences": when(indicator)},
        {"question": _("Where the data comes from"), "sentences": [capfirst(words.source(kpi))]},
    ]


def part_of(indicator) -> list[str]:
    """Which part alone it is about."""
    found = []
    for key, member in indicator.scope.items():
        dimension = indicator.kpi.dimensions.get(key)
        if dimension is not None:
            name = dimension.names([member]).get(member) or _("none given")
            found.append(_("Only %(dimension)s: %(member)s.") % {"dimension": dimension.label, "member": name})
    return found


def who(indicator) -> list[str]:
    nobody = _("nobody yet")
    return [
        _("Measured by: %(name)s.") % {"name": indicator.measured_by or nobody},
        _("Answered for by: %(name)s.") % {"name": indicator.accountable or nobody},
    ]


def when(indicator) -> list[str]:
    found = [f"{indicator.get_cadence_display()}."]
    if indicator.plan.is_active:
        found.append(_("Next measurement: %(day)s.") % {"day": short_date(next_measurement(indicator))})
    return found


def next_measurement(indicator):
    """The day the running period's figure becomes final."""
    asking = Asking(scope=indicator.scope)
    __, final_from = indicator.kpi.maturity(asking, period_now(indicator, asking))
    return final_from.astimezone(asking.zone).date()


def guard(course, user) -> dict | None:
    """The figure to be read beside the newest, for the same part and period."""
    indicator, newest = course.indicator, course.newest
    kpi = kpi_of(indicator.kpi.guard) if indicator.kpi.guard else None
    if kpi is None or newest is None or not set(indicator.scope) <= set(kpi.dimensions):
        return None
    if not (course.is_whole or kpi.may(Asking(user=user))):
        return None
    beside = Indicator.objects.visible_to(user).alive()
    beside = beside.filter(plan=indicator.plan_id, kpi_key=kpi.key, scope_key=indicator.scope_key).first()
    value = guard_value(course, kpi, beside, user)
    return {
        "label": str(kpi.label),
        "figure": figure(value, kpi.unit),
        "period": period(newest.start, newest.end, indicator.cadence),
        "url": beside.get_absolute_url() if beside else "",
    }


def guard_value(course, kpi, beside, user):
    """As it was measured where it is an indicator too, else worked out now."""
    newest = course.newest
    if course.is_whole and beside is not None and beside.cadence == course.indicator.cadence:
        kept = Snapshot.objects.current().filter(indicator=beside, period_start=newest.start).first()
        if kept is not None:
            return kept.value
    asking = Asking(user=None if course.is_whole else user, scope=course.indicator.scope)
    return kpi.figure(asking, course.indicator.grain.period(newest.start)).value
