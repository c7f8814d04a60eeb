"""What a person reads about a metric before using it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.measures.words import rule

AREAS = [
    ("sal", gettext_lazy("Sales")),
    ("mkt", gettext_lazy("Customers")),
    ("svc", gettext_lazy("Services")),
    ("wf", pgettext_lazy("an area of metrics", "Work")),
    ("adm", gettext_lazy("Use and data")),
]
UNITS = {
    "count": pgettext_lazy("a unit", "number"),
    "money": pgettext_lazy("a unit", "money"),
    "percent": pgettext_lazy("a unit", "per cent"),
    "days": pgettext_lazy("a unit", "days"),
    "hours": pgettext_lazy("a unit", "hours"),
    "times": pgettext_lazy("a unit", "times"),
    "money_per_day": pgettext_lazy("a unit", "money a day"),
}
DIRECTIONS = {
    "up": (gettext_lazy("more is better"), "arrow-up"),
    "down": (gettext_lazy("less is better"), "arrow-down"),
    "range": (gettext_lazy("best within a range"), "arrows-sort"),
    "context": (gettext_lazy("for context: neither more nor less is better"), "info-circle"),
}


def facts_of(kpi) -> dict:
    direction, icon = DIRECTIONS[kpi.better.value]
    said = _("Measured in: %(unit)s; %(direction)s.") % {"unit": UNITS[kpi.unit.value], "direction": direction}
    return {
        "key": kpi.key,
        "label": kpi.label,
        "rule": rule(kpi),
        "unit": UNITS[kpi.unit.value],
        "direction": direction,
        "icon": icon,
        "pitfalls": kpi.pitfalls,
        "said": said,
    }
