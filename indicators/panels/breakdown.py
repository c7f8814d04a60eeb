"""One figure told apart by team, person, product …: worked out now, the largest part first."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.measures import Asking, Period
from crm.ui.money import number
from indicators.models import Indicator
from indicators.panels.drill import member_url
from indicators.ui.bars import share_bar
from indicators.ui.figures import figure

# Longer tables say nothing; what is behind the rest is in the drill.
MOST = 30


@dataclass
class Part:
    """One member with its figure."""

    name: str
    figure: str
    n: str
    bar: str
    url: str
    is_known: bool


def dimensions_of(indicator) -> dict[str, str]:
    """What the metric can be told apart by, without what the indicator is narrowed to already."""
    return {
        key: capfirst(str(one.label)) for key, one in indicator.kpi.dimensions.items() if key not in indicator.scope
    }


def breakdown(indicator, user, period: Period, by: str) -> dict:
    """What templates/indicators/indicator/_breakdown.html draws of the parts."""
    is_whole = user.access.may("figures", Indicator)
    asking = Asking(user=None if is_whole else user, scope=indicator.scope)
    found = indicator.kpi.breakdown(asking, period, by)
    names = indicator.kpi.dimensions[by].names(found)
    order = sorted(found, key=lambda member: rank(found[member].value, names.get(member, "")))
    longest = max((abs(one.value) for one in found.values() if one.value is not None), default=0)
    parts = [part(indicator, period, by, one, names, found[one], longest) for one in order[:MOST]]
    return {"parts": parts, "more": len(order) - len(parts), "is_whole": is_whole}


def rank(value, name) -> tuple:
    """The largest first, those without a figure last, equal ones by name."""
    return (value is None, -(value or 0), name)


def part(indicator, period, by, member, names, answer, longest) -> Part:
    return Part(
        name=names.get(member) or _("none given"),
        figure=figure(answer.value, indicator.unit),
        n=number(answer.n),
        bar=share_bar(answer.value, longest) if answer.value is not None else "",
        url=member_url(indicator, period.start, by, member),
        is_known=member is not None,
    )
