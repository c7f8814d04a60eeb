"""An indicator in one row: status, newest final figure, what it is compared with."""

from django.utils.translation import gettext as _

from indicators.monitoring.tree import Leaf
from indicators.ui.figures import change, figure, period
from indicators.ui.spark import spark
from indicators.ui.status import SIGNALS, chip

SHOWN = 13


def drawn_leaf(leaf: Leaf, currency: str) -> dict:
    """What templates/indicators/plan/_leaf.html draws; without a figure the name alone."""
    indicator, newest = leaf.indicator, leaf.newest
    drawn = {"indicator": indicator, "url": indicator.get_absolute_url(), "open_actions": leaf.open_actions}
    if newest is None:
        return drawn
    return drawn | {
        "status": chip(indicator.status, indicator.get_status_display()),
        "signal": SIGNALS.get(newest.signal, ""),
        "is_adverse": newest.signal == "adverse",
        "figure": figure(newest.value, indicator.unit, currency),
        "period": written_period(newest),
        "change": change_of(leaf),
        "baseline": figure(leaf.baseline.mean, indicator.unit, currency) if leaf.baseline else "",
        "spark": spark([one.value for one in leaf.snapshots[-SHOWN:]], leaf.baseline and leaf.baseline.mean),
    }


def written_period(snapshot) -> str:
    return period(snapshot.period_start, snapshot.period_end, snapshot.grain)


def change_of(leaf: Leaf) -> str:
    """With its window, "" where there is nothing directly before."""
    if leaf.before is None:
        return ""
    size = change(leaf.newest.value, leaf.before.value, leaf.indicator.unit)
    return _("%(change)s on %(period)s") % {"change": size, "period": written_period(leaf.before)} if size else ""
