"""The review pack in words: the same rows for the page, the paper and the file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.ui.money import short_date
from indicators.models import Snapshot
from indicators.monitoring.review import Review
from indicators.panels.leaf import change_of, written_period
from indicators.ui.figures import change, figure
from indicators.ui.spark import spark
from indicators.ui.status import SIGNALS

# Letters, not pictures: they are there on paper too.
SHAPES = {"desired": "●", "acceptable": "◐", "below": "▲", "no_data": "○", "context": "◇"}
BANDS = dict(Snapshot._meta.get_field("band").choices)
SHOWN = 13


@dataclass
class Row:
    """One indicator on that day."""

    indicator: object
    status: str = ""
    shape: str = "○"
    band: str = ""
    period: str = ""
    figure: str = ""
    change: str = ""
    baseline: str = ""
    against: str = ""
    signal: str = ""
    spark: str = ""
    open_actions: int = 0


def rows_of(review: Review, currency: str) -> list[tuple]:
    """[(goal, its ledger, [(strategy, rows)])] in the order of the plan."""
    drawn = {leaf.indicator.pk: row(leaf, currency) for leaf in review.leaves}
    return [
        (
            one.goal,
            review.books.of(one.goal),
            [(strategy, [drawn[leaf.indicator.pk] for leaf in leaves]) for strategy, leaves in one.strategies],
        )
        for one in review.goals
    ]


def row(leaf, currency: str) -> Row:
    indicator, newest, unit = leaf.indicator, leaf.newest, leaf.indicator.unit
    found = Row(indicator, open_actions=leaf.open_actions, status=_("not measured then"))
    if leaf.baseline is not None:
        found.baseline = figure(leaf.baseline.mean, unit, currency)
    if newest is None:
        return found
    found.band, found.shape = newest.band, SHAPES.get(newest.band, "○")
    found.status = str(BANDS.get(newest.band, _("not judged")))
    found.period, found.figure = written_period(newest), figure(newest.value, unit, currency)
    found.change, found.signal = change_of(leaf), str(SIGNALS.get(newest.signal, ""))
    if leaf.baseline is not None:
        found.against = change(newest.value, leaf.baseline.mean, unit)
    found.spark = spark([one.value for one in leaf.snapshots[-SHOWN:]], leaf.baseline and leaf.baseline.mean)
    return found


def summary(rows) -> list[tuple]:
    """(shape, words) for each status, the worst first."""
    counts = {}
    for one in {row.indicator.pk: row for __, __, parts in rows for __, own in parts for row in own}.values():
        counts[one.shape, one.status, one.band] = counts.get((one.shape, one.status, one.band), 0) + 1
    order = ["below", "acceptable", "desired", "context", "no_data", ""]
    found = sorted(counts.items(), key=lambda item: order.index(item[0][2]))
    return [(shape, status, count) for (shape, status, __), count in found]


def restatements(review: Review, currency: str) -> list[dict]:
    return [
        {
            "indicator": one.new.indicator,
            "period": written_period(one.new),
            "before": figure(one.old.value, one.new.indicator.unit, currency),
            "after": figure(one.new.value, one.new.indicator.unit, currency),
            "when": short_date(one.made_at),
            "why": why(one),
        }
        for one in review.restated
    ]


def why(restatement) -> str:
    moved = {
        role: len(kinds.get("added", [])) + len(kinds.get("removed", [])) + len(kinds.get("changed", []))
        for role, kinds in restatement.moved.items()
    }
    count = max(moved.values(), default=0)
    if not count:
        return restatement.get_cause_display()
    return ngettext("%(count)s record changed", "%(count)s records changed", count) % {"count": count}


def actions_of(review: Review) -> list[dict]:
    """With their state of that day."""
    return [
        {
            "action": one,
            "state": pgettext("a corrective action", "waiting for its effect")
            if was_carried_out(one, review.moment)
            else pgettext("a corrective action", "open"),
            "is_late": not was_carried_out(one, review.moment) and one.due_on < review.on,
        }
        for one in review.actions
    ]


def was_carried_out(action, moment) -> bool:
    return action.carried_out_at is not None and action.carried_out_at < moment
