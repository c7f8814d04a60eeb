"""The benefit ledger: expected, realised and run-rate of each goal in money, line by line."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from indicators.monitoring.bands import edges_of, target_on
from indicators.monitoring.benefits import METHODS, Factor, given
from indicators.monitoring.limits import mean

CENT = Decimal("0.01")
LATELY = 3
YEAR = Decimal("365.25")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One period of one goal. `value` and `base` are in the metric's unit, money in the organization's currency.

    A period that is not measured yet has an expectation alone; `volume` is then what is usual.
    """

    start: date
    end: date
    value: Decimal | None
    base: Decimal
    goal_value: Decimal | None
    volume: Decimal
    realised: Decimal | None
    expected: Decimal | None
    is_measured: bool = True
    factors: list[Factor] = field(default_factory=list)
    expected_factors: list[Factor] = field(default_factory=list)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def difference(self) -> Decimal | None:
        return None if self.value is None else self.value - self.base


@dataclass
class GoalLedger:
    """`counts` is whether the goal's money is the plan's: it claims its group, and nothing is missing.

    `incomparable` measurements are of another definition of the metric than the baseline.
    """

    goal: object
    method: object = None
    inputs: dict = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    missing: str = ""
    is_proven: bool = False
    incomparable: int = 0

    @property
    def counts(self) -> bool:
        return self.goal.claims_benefit and not self.missing

    @property
    def measured(self) -> list[Line]:
        return [one for one in self.lines if one.is_measured]

    @property
    def has_realised(self) -> bool:
        return any(one.realised is not None for one in self.lines)

    @property
    def realised(self) -> Decimal:
        return total(one.realised for one in self.lines)

    @property
    def expected_to_date(self) -> Decimal:
        return total(one.expected for one in self.measured)

    @property
    def expected(self) -> Decimal | None:
        """Over the goal's whole time, None where no band says what is wanted."""
        return (
            total(one.expected for one in self.lines) if any(one.expected is not None for one in self.lines) else None
        )

    @property
    def run_rate(self) -> Decimal | None:
        """A year at the pace of the last three measured periods."""
        lately = [one for one in self.lines if one.realised is not None][-LATELY:]
        days = sum(one.days for one in lately)
        return cents(total(one.realised for one in lately) / days * YEAR) if days else None


def total(amounts) -> Decimal:
    return sum((one for one in amounts if one is not None), Decimal(0))


def known_total(amounts) -> Decimal | None:
    """The sum, None where none is known."""
    known = [one for one in amounts if one is not None]
    return total(known) if known else None


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def ledger_of(goal, plan, snapshots, baseline, targets) -> GoalLedger:
    """`snapshots` are the final measurements of the goal's indicator, oldest first."""
    method, inputs = METHODS.get(goal.benefit_method), given(goal, plan)
    ledger = GoalLedger(goal, method, inputs or {}, missing=missing(goal, method, inputs, baseline))
    if ledger.missing:
        return ledger
    within = [one for one in snapshots if lies_within(goal, one.period_start, one.period_end)]
    comparable = [one for one in within if one.kpi_version == baseline.kpi_version]
    ledger.lines = [line(method, inputs, one, baseline, targets) for one in comparable]
    ledger.incomparable = len(within) - len(comparable)
    usual = usual_volume(ledger.lines, baseline)
    ledger.lines += [ahead(method, inputs, one, usual, baseline, targets) for one in to_come(goal, within)]
    ledger.is_proven = [one.signal for one in within if one.signal][-1:] == ["good"]
    return ledger


def missing(goal, method, inputs, baseline) -> str:
    """What keeps the goal's benefit from being told, "" where nothing does."""
    counted_by = goal.benefit_indicator
    if method is None:
        return "method"
    if counted_by is None or counted_by.deleted_at or counted_by.kpi_key not in method.kpis:
        return "indicator"
    if inputs is None:
        return "inputs"
    return "baseline" if baseline is None or baseline.mean is None else ""


def lies_within(goal, start: date, end: date) -> bool:
    """A goal's last day belongs to it; the end of a period is the first day that does not."""
    return goal.starts_on <= start and end - DAY <= goal.ends_on


def to_come(goal, measured) -> list:
    """The periods of the goal that no final measurement is of."""
    there = {one.period_start for one in measured}
    periods = goal.benefit_indicator.grain.periods(goal.starts_on, goal.ends_on + DAY)
    return [one for one in periods if one.start not in there and lies_within(goal, one.start, one.end)]


def usual_volume(lines, baseline) -> Decimal:
    """The mean of what was measured, before that of the baseline's periods."""
    volumes = [one.volume for one in lines] or [Decimal(n) for __, value, n in baseline.points if value is not None]
    return mean(volumes) if volumes else Decimal(0)


def line(method, inputs, snapshot, baseline, targets) -> Line:
    volume = snapshot.denominator if snapshot.denominator is not None else Decimal(snapshot.n)
    start, end = snapshot.period_start, snapshot.period_end
    return drawn(method, inputs, start, end, snapshot.value, volume, baseline, targets)


def ahead(method, inputs, period, volume, baseline, targets) -> Line:
    return drawn(method, inputs, period.start, period.end, None, volume, baseline, targets, is_measured=False)


def drawn(method, inputs, start, end, value, volume, baseline, targets, is_measured=True) -> Line:
    wanted = wanted_value(targets, baseline, start, end)

    def factors(figure):
        return [] if figure is None else method.explained(figure, baseline.mean, volume, (end - start).days, **inputs)

    def worth(figure):
        if figure is None:
            return None
        return cents(method.gain(figure, baseline.mean, volume, (end - start).days, **inputs))

    money = (worth(value), worth(wanted), is_measured, factors(value), factors(wanted))
    return Line(start, end, value, baseline.mean, wanted, volume, *money)


def wanted_value(targets, baseline, start: date, end: date) -> Decimal | None:
    """What the period was to reach: the edge of the desired band, else of the acceptable one."""
    target = target_on(targets, start)
    edges = edges_of(target, baseline.mean, end) if target else None
    if edges is None:
        return None
    choices = (edges.desired_low, edges.desired_high, edges.acceptable_low, edges.acceptable_high)
    return next((one for one in choices if one is not None), None)


@dataclass(frozen=True)
class Return:
    """The whole plan: money claimed once, against what it cost until a day and in all.

    What no goal can tell yet is None, and not nought.
    """

    invested: Decimal
    invested_to_date: Decimal
    realised: Decimal | None
    expected: Decimal | None
    expected_to_date: Decimal | None
    run_rate: Decimal | None

    @property
    def roi(self) -> Decimal | None:
        """Per cent: what came back beyond what was spent until now."""
        if not self.invested_to_date or self.realised is None:
            return None
        return (self.realised - self.invested_to_date) / self.invested_to_date * 100

    @property
    def expected_roi(self) -> Decimal | None:
        if not self.invested or self.expected is None:
            return None
        return (self.expected - self.invested) / self.invested * 100


def return_of(ledgers: list[GoalLedger], investments, today: date) -> Return:
    counted = [one for one in ledgers if one.counts]
    return Return(
        total(one.amount for one in investments),
        total(one.amount for one in investments if one.spent_on <= today),
        known_total(one.realised for one in counted if one.has_realised),
        known_total(one.expected for one in counted),
        known_total(one.expected_to_date for one in counted if one.expected is not None),
        known_total(one.run_rate for one in counted),
    )
