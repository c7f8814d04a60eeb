"""How the facts behind a figure are told: a line each, the sum at the foot, and how many lie outside one's sight."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.measures import Formula, Unit, words
from crm.ui.filters import PLACE, without
from crm.ui.money import number, short_date
from crm.ui.pages.form import FormTexts
from indicators.monitoring.drill import Drill, record_of, roles_of
from indicators.ui.figures import figure, large, period

LASTING = (Unit.DAYS, Unit.HOURS)


@dataclass
class Line:
    """One fact as the record that shows it."""

    record: object
    url: str
    moment: object
    value: str
    owner: str


class Lines:
    """The columns of the facts: which there are follows from the metric."""

    def __init__(self, drill: Drill):
        self.drill, self.part = drill, drill.part
        self.has_value = bool(drill.measure.of)
        self.has_owner = "owner" in self.part.dimensions

    @property
    def unit(self):
        if self.part.currency_of:
            return Unit.MONEY
        return self.part.unit if self.part.unit in LASTING else Unit.COUNT

    def headers(self) -> list[str]:
        found = [capfirst(self.part.subject._meta.verbose_name), self.moment_name()]
        found += [capfirst(words.name_of(self.part, self.drill.measure.of))] if self.has_value else []
        return found + ([capfirst(str(self.part.dimensions["owner"].label))] if self.has_owner else [])

    def moment_name(self) -> str:
        try:
            return capfirst(words.name_of(self.part, self.part.placed_by))
        except LookupError:
            return _("Moment")

    def owners(self, facts) -> dict:
        if not self.has_owner:
            return {}
        return self.part.dimensions["owner"].names({fact.drill_owner for fact in facts})

    def cells(self, fact, owners) -> list:
        """The plain values, as a file takes them."""
        found = [str(record_of(self.part, fact)), fact.drill_moment]
        found += [fact.drill_value] if self.has_value else []
        return found + ([owners.get(fact.drill_owner, "")] if self.has_owner else [])

    def line(self, fact, owners) -> Line:
        record = record_of(self.part, fact)
        url = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
        value = figure(fact.drill_value, self.unit) if self.has_value else ""
        owner = owners.get(fact.drill_owner, "") if self.has_owner else ""
        return Line(record, url, fact.drill_moment, value, owner)


def context_of(drill: Drill, found, address) -> dict:
    """What templates/indicators/indicator/rows.html draws."""
    indicator, lines = drill.indicator, Lines(drill)
    owners = lines.owners(found.rows)
    when = period(drill.period.start, drill.period.end, indicator.cadence)
    return {
        "page": FormTexts(_("What is behind “%(name)s”") % {"name": indicator}, "", "", icon="list-details"),
        "record": indicator,
        "breadcrumbs": [
            {"label": _("Indicators"), "url": reverse("indicators:indicator-list")},
            {"label": str(indicator), "url": indicator.get_absolute_url()},
        ],
        "period": when,
        "figure": large(figure(drill.figure.value, drill.kpi.unit)),
        "is_whole": drill.is_whole,
        "maturity": drill.figure.maturity,
        "rule": capfirst(words.measured(drill.part, drill.measure)),
        "roles": role_links(drill, address),
        "narrowed": narrowed(drill, address),
        "headers": lines.headers(),
        "value_at": 2 if lines.has_value else None,
        "lines": [lines.line(fact, owners) for fact in found.rows],
        "has_value": lines.has_value,
        "has_owner": lines.has_owner,
        "foot": foot(drill, lines),
        "hidden": hidden(drill),
        "moved": moved(drill),
        "pager": pager(drill, found, address),
        "file_url": f"{reverse('indicators:indicator-rows-file', args=[indicator.pk])}{without(address, *PLACE)}",
    }


def role_links(drill, address) -> list[dict]:
    found = []
    for role in roles_of(drill.kpi):
        label = drill.kpi.parts[role].label if isinstance(drill.kpi, Formula) else ROLES[role]()
        is_current = role == drill.role
        found.append({"label": label, "url": without(address, *PLACE, role=role), "is_current": is_current})
    return found if len(found) > 1 else []


ROLES = {"numerator": lambda: _("Numerator"), "denominator": lambda: _("Denominator")}


def narrowed(drill, address) -> dict | None:
    """The one member the rows are of, with the way back to all of them."""
    if not drill.by:
        return None
    dimension = drill.kpi.dimensions[drill.by]
    name = dimension.names([drill.member]).get(drill.member) or _("none given")
    if not (drill.is_whole or drill.seen.count):
        # A number guessed in the address names nobody.
        name = _("not for you to see")
    return {"label": capfirst(str(dimension.label)), "value": name, "url": without(address, *PLACE, "by", "member")}


def foot(drill, lines) -> str:
    """What the rows one sees come to; it is the figure where all are seen."""
    count = ngettext("%(count)s record", "%(count)s records", drill.seen.count) % {"count": number(drill.seen.count)}
    if drill.is_counted or drill.seen.amount is None:
        return count
    if drill.measure.distinct:
        told = _("%(count)s different") % {"count": number(drill.seen.amount)}
    elif drill.measure.quantile is not None:
        told = _("Middle value: %(value)s") % {"value": figure(drill.seen.amount, lines.unit)}
    else:
        told = _("Sum: %(value)s") % {"value": figure(drill.seen.amount, lines.unit)}
    return f"{count} · {told}"


def hidden(drill) -> str:
    """How many of how many, where some lie outside the reader's sight."""
    if drill.seen.count >= drill.all.count:
        return ""
    text = _("These are %(seen)s of %(all)s records; the others lie outside what you may see.")
    return text % {"seen": number(drill.seen.count), "all": number(drill.all.count)}


def moved(drill) -> str:
    """Where records changed since the measurement."""
    if drill.kept is None:
        return ""
    text = _("Measured as %(figure)s on %(day)s; records have changed since, and the next measuring says so.")
    return text % {
        "figure": figure(drill.kept.value, drill.kpi.unit),
        "day": short_date(timezone.localtime(drill.kept.made_at)),
    }


def pager(drill, found, address) -> dict | None:
    if not found.rows or not (found.previous or found.next):
        return None
    return {
        "start": number(found.start),
        "end": number(found.end),
        "total_text": number(drill.seen.count),
        "previous_url": without(address, *PLACE, before=found.previous) if found.previous else None,
        "next_url": without(address, *PLACE, after=found.next) if found.next else None,
    }


def member_url(indicator, start, by: str, member) -> str:
    """The drill narrowed to one member of a breakdown."""
    query = urlencode({"period": start, "by": by, "member": "" if member is None else member})
    return f"{reverse('indicators:indicator-rows', args=[indicator.pk])}?{query}"
