"""The course of an indicator: what was before, what was measured, what still runs, period by period."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from crm.measures import Asking, Figure, Period
from crm.measures.figure import Standing
from indicators.models import Baseline, Snapshot, Target
from indicators.monitoring.bands import Edges, edges_of, target_on

# Who may not see the organization's figures gets their own over so many periods.
LIVE = 13


@dataclass(frozen=True)
class Step:
    """One period. `maturity` is final, immature or running; only final ones carry a band and a signal."""

    start: date
    end: date
    value: Decimal | None
    n: int
    maturity: str = "final"
    is_before: bool = False
    band: str = ""
    signal: str = ""
    edges: Edges | None = None
    version: int = 1
    revision: int = 1
    left_out: int = 0
    is_permitted: bool = True

    @property
    def is_final(self) -> bool:
        return self.maturity == "final"


@dataclass
class Course:
    """`is_whole` is whether it is the organization's; one reader's own has neither baseline nor bands."""

    indicator: object
    steps: list[Step]
    is_whole: bool = True
    baselines: list[Baseline] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def baseline(self) -> Baseline | None:
        return self.baselines[0] if self.baselines else None

    @cached_property
    def finals(self) -> list[Step]:
        return [one for one in self.steps if one.is_final and not (one.is_before and one.value is None)]

    @property
    def newest(self) -> Step | None:
        """The last that may judge: nothing newer is known for sure."""
        return self.finals[-1] if self.finals else None

    @property
    def before(self) -> Step | None:
        """The period directly before the newest, None where it is not there."""
        earlier = self.finals[-2:-1]
        return earlier[0] if earlier and earlier[0].end == self.newest.start else None

    def step_of(self, period: Period) -> Step | None:
        return next((one for one in self.steps if one.start == period.start), None)


def measured(indicator) -> Course:
    """From what is kept, and the running period worked out now; for who may see the organization's figures."""
    baselines = list(Baseline.objects.filter(indicator=indicator).select_related("frozen_by"))
    targets = list(Target.objects.filter(indicator=indicator).select_related("indicator"))
    snapshots = Snapshot.objects.current().filter(indicator=indicator).order_by("period_start")
    steps = steps_of(indicator, list(snapshots), baselines[0] if baselines else None, targets)
    return Course(indicator, steps + running(indicator, steps, baselines[:1], targets), True, baselines, targets)


def steps_of(indicator, snapshots, baseline, targets) -> list[Step]:
    """Points of the baseline where nothing was measured, then the measurements, oldest first."""
    kept = {one.period_start for one in snapshots}
    old = [one for one in points_of(baseline, indicator.grain) if one.start not in kept] if baseline else []
    start = indicator.plan.starts_on
    steps = [step_of(one, baseline, targets, is_before=one.period_end <= start) for one in snapshots]
    return sorted([*old, *steps], key=lambda one: one.start)


def points_of(baseline, grain) -> list[Step]:
    found = []
    for start, value, n in baseline.points:
        period = grain.period(date.fromisoformat(start))
        figure = None if value is None else Decimal(value)
        found.append(Step(period.start, period.end, figure, n, is_before=True, version=baseline.kpi_version))
    return found


def step_of(snapshot, baseline, targets, is_before: bool) -> Step:
    return Step(
        snapshot.period_start,
        snapshot.period_end,
        snapshot.value,
        snapshot.n,
        snapshot.maturity,
        is_before,
        snapshot.band,
        snapshot.signal,
        edges_on(targets, baseline, snapshot.period_start, snapshot.period_end),
        snapshot.kpi_version,
        snapshot.revision,
        snapshot.left_out,
    )


def edges_on(targets, baseline, start: date, end: date) -> Edges | None:
    target = target_on(targets, start)
    return edges_of(target, baseline and baseline.mean, end) if target else None


def running(indicator, steps, baselines, targets) -> list[Step]:
    """The period we are in, while the plan runs."""
    if not indicator.plan.is_active:
        return []
    asking = Asking(scope=indicator.scope)
    period = period_now(indicator, asking)
    if any(one.start == period.start for one in steps):
        return []
    edges = edges_on(targets, baselines[0] if baselines else None, period.start, period.end)
    return [live_step(indicator.kpi.figure(asking, period), edges)]


def live(indicator, user) -> Course:
    """Worked out now over what this person may see: one question for all periods."""
    asking = Asking(user=user, scope=indicator.scope)
    periods = last_periods(indicator, asking, LIVE)
    return Course(indicator, [live_step(one) for one in indicator.kpi.series(asking, periods)], is_whole=False)


def last_periods(indicator, asking, count: int) -> list[Period]:
    """So many, oldest first, up to the one we are in."""
    found = [period_now(indicator, asking)]
    while len(found) < count:
        found.insert(0, indicator.grain.period(found[0].before().last))
    return found


def period_now(indicator, asking) -> Period:
    return indicator.grain.period(asking.now.astimezone(asking.zone).date())


def live_step(figure: Figure, edges: Edges | None = None) -> Step:
    return Step(
        figure.period.start,
        figure.period.end,
        figure.value,
        figure.n,
        figure.maturity.value,
        edges=edges,
        version=figure.version,
        left_out=figure.left_out,
        is_permitted=figure.standing != Standing.NOT_PERMITTED,
    )
