"""A plan as a tree: goal, strategy, indicator. A fixed number of queries, whatever its size."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from indicators.models import CorrectiveAction, Indicator, Link, Snapshot, Strategy, Tactic
from indicators.monitoring.known import Known


@dataclass
class Leaf:
    """An indicator with its newest final figure and the one directly before it."""

    indicator: Indicator
    snapshots: list[Snapshot] = field(default_factory=list)
    baseline: object = None
    open_actions: int = 0

    @property
    def newest(self) -> Snapshot | None:
        return self.snapshots[-1] if self.snapshots else None

    @property
    def before(self) -> Snapshot | None:
        earlier = self.snapshots[-2:-1]
        return earlier[0] if earlier and earlier[0].period_end == self.newest.period_start else None


@dataclass
class Branch:
    """A strategy with its tactics and what measures it."""

    strategy: Strategy
    leaves: list[Leaf]
    tactics: list[Tactic]
    today: date

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.tactics)

    @property
    def late(self) -> int:
        return sum(not one.is_done and one.due_on is not None and one.due_on < self.today for one in self.tactics)

    @property
    def is_in_work(self) -> bool:
        return not self.strategy.is_left_out and is_open(self.strategy.phase, self.today)


def is_open(phase, today: date) -> bool:
    return phase is not None and phase.starts_on <= today <= phase.ends_on


def indicators_of(plan, user) -> list[Indicator]:
    found = Indicator.objects.visible_to(user).filter(plan=plan).select_related("accountable")
    return list(found.order_by("position", "pk"))


def strategies_of(plan) -> list[Strategy]:
    found = Strategy.objects.in_order().filter(goal__plan=plan)
    return list(
        found.select_related("phase", "responsible", "goal").order_by("goal__position", "goal", "position", "pk")
    )


def branches_of(plan, indicators, known: Known | None, today: date, user) -> dict[int, list[Branch]]:
    """By goal, in the order of the plan; without `known` the leaves carry no figures."""
    strategies = strategies_of(plan)
    leaves = leaves_of(indicators, known, user)
    links, tactics = defaultdict(list), defaultdict(list)
    for strategy, indicator in Link.objects.filter(strategy__in=strategies).values_list("strategy", "indicator"):
        links[strategy].append(indicator)
    for one in Tactic.objects.in_order().filter(strategy__in=strategies).select_related("responsible", "phase"):
        tactics[one.strategy_id].append(one)
    found = defaultdict(list)
    for one in strategies:
        own = [leaf for leaf in leaves if leaf.indicator.pk in links[one.pk]]
        found[one.goal_id].append(Branch(one, own, tactics[one.pk], today))
    return found


def leaves_of(indicators, known: Known | None, user) -> list[Leaf]:
    actions = open_actions(indicators, user)
    if known is None:
        return [Leaf(one, open_actions=actions[one.pk]) for one in indicators]
    return [
        Leaf(one, known.snapshots.get(one.pk, []), known.baselines.get(one.pk), actions[one.pk]) for one in indicators
    ]


def open_actions(indicators, user) -> dict[int, int]:
    found = defaultdict(int)
    rows = CorrectiveAction.objects.visible_to(user).open().filter(indicator__in=indicators)
    for indicator in rows.values_list("indicator", flat=True):
        found[indicator] += 1
    return found
