"""The benefit ledger: expected, realised and run-rate of each goal in money, line by line."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.monitoring.bands import edges_of, target_on
from indicators.monitoring.benefits import METHODS, given

CENT = Decimal("0.01")
LATELY = 3
YEAR = Decimal("365.25")


@dataclass(frozen=True)
class Line:
    """One period of one goal. `value` and `base` are in the metric's unit, money in the organization's currency."""

    start: date
    end: date
    value: Decimal | None
    base: Decimal
    goal_value: Decimal | None
    volume: Decimal
    realised: Decimal | None
    expected: Decimal | None

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass
class GoalLedger:
    """`counts` is whether the goal's money is the plan's: it claims its group, and nothing is missing."""

    goal: object
    method: object = None
    inputs: dict = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    missing: str = ""
    is_proven: bool = False
    days: int = 0

    @property
    def counts(self) -> bool:
        return self.goal.claims_benefit and not self.missing

    @property
    def realised(self) -> Decimal:
        return sum((one.realised for one in self.lines if one.realised is not None), Decimal(0))

    @property
    def expected_to_date(self) -> Decimal:
        return sum((one.expected for one in self.lines if one.expected is not None), Decimal(0))

    @property
    def expected(self) -> Decimal | None:
        """Over the goal's whole time: what was expected of the measured days, at that pace to the end."""
        known = [one for one in self.lines if one.expected is not None]
        measured = sum(one.days for one in known)
        return (self.expected_to_date / measured * self.days).quantize(CENT) if measured else None

    @property
    def run_rate(self) -> Decimal | None:
        """A year at the pace of the last three measured periods."""
        lately = [one for one in self.lines if one.realised is not None][-LATELY:]
        measured = sum(one.days for one in lately)
        return (sum(one.realised for one in lately) / measured * YEAR).quantize(CENT) if measured else None


def ledger_of(goal, plan, snapshots, baseline, targets) -> GoalLedger:
    """`snapshots` are the current final measurements of the goal's indicator, oldest first."""
    method, inputs = METHODS.get(goal.benefit_method), given(goal, plan)
    ledger = GoalLedger(goal, method, inputs or {}, days=(goal.ends_on - goal.starts_on).days)
    if method is None:
        ledger.missing = "method"
    elif goal.benefit_indicator is None:
        ledger.missing = "indicator"
    elif inputs is None:
        ledger.missing = "inputs"
    elif baseline is None or baseline.mean is None:
        ledger.missing = "baseline"
    else:
        within = [one for one in snapshots if goal.starts_on <= one.period_start and one.period_end <= goal.ends_on]
        ledger.lines = [line(method, inputs, one, baseline, targets) for one in within]
        ledger.is_proven = any(one.signal == "good" for one in within)
    return ledger


def line(method, inputs, snapshot, baseline, targets) -> Line:
    volume = snapshot.denominator if snapshot.denominator is not None else Decimal(snapshot.n)
    days = (snapshot.period_end - snapshot.period_start).days
    wanted = wanted_value(targets, baseline, snapshot)

    def worth(value):
        if value is None:
            return None
        return method.gain(value, baseline.mean, volume, days, **inputs).quantize(CENT)

    return Line(
        snapshot.period_start,
        snapshot.period_end,
        snapshot.value,
        baseline.mean,
        wanted,
        volume,
        worth(snapshot.value),
        worth(wanted),
    )


def wanted_value(targets, baseline, snapshot) -> Decimal | None:
    """What the period was to reach: the edge of the desired band, else of the acceptable one."""
    target = target_on(targets, snapshot.period_start)
    edges = edges_of(target, baseline.mean, snapshot.period_end) if target else None
    if edges is None:
        return None
    choices = (edges.desired_low, edges.desired_high, edges.acceptable_low, edges.acceptable_high)
    return next((one for one in choices if one is not None), None)


@dataclass(frozen=True)
class Return:
    """The whole plan: money claimed once, against what it cost until a day and in all."""

    invested: Decimal
    invested_to_date: Decimal
    realised: Decimal
    expected: Decimal
    run_rate: Decimal

    @property
    def roi(self) -> Decimal | None:
        """Per cent: what came back beyond what was spent until now."""
        if not self.invested_to_date:
            return None
        return (self.realised - self.invested_to_date) / self.invested_to_date * 100

    @property
    def expected_roi(self) -> Decimal | None:
        return (self.expected - self.invested) / self.invested * 100 if self.invested else None


def return_of(ledgers: list[GoalLedger], investments, today: date) -> Return:
    counted = [one for one in ledgers if one.counts]
    return Return(
        sum((one.amount for one in investments), Decimal(0)),
        sum((one.amount for one in investments if one.spent_on <= today), Decimal(0)),
        sum((one.realised for one in counted), Decimal(0)),
        sum((one.expected or Decimal(0) for one in counted), Decimal(0)),
        sum((one.run_rate or Decimal(0) for one in counted), Decimal(0)),
    )
