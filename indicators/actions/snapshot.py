"""Measuring: the figures of periods that are over become rows, once; a final one changes only by a restatement.

Every run does what is missing, so a missed night repairs itself and a new indicator is filled in by the same loop.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from crm.measures import Asking, Figure, Formula, Period
from crm.measures.period import midnight
from indicators.actions import monitoring
from indicators.models import Baseline, Indicator, Restatement, Snapshot, SnapshotMembers, Target
from indicators.monitoring.bands import target_on
from indicators.monitoring.judging import judge

EXACT = Decimal("0.000001")
# Beyond so many records a measurement keeps their digest alone.
MOST_MEMBERS = 20_000
# How many periods before the plan's start are measured too, so that there is a line to look at.
BEFORE = 13
# The newest final periods are looked at again on nights with nothing new; all of them once a week.
AGAIN = 2
SUNDAY = 6
NUMBERS = ("value", "numerator", "denominator")


@dataclass
class Run:
    """What one run over one indicator wrote."""

    made: list[Snapshot] = field(default_factory=list)
    settled: list[Snapshot] = field(default_factory=list)
    restated: list[Snapshot] = field(default_factory=list)

    @property
    def newly_final(self) -> list[Snapshot]:
        return [one for one in (*self.made, *self.settled, *self.restated) if one.is_final]

    @property
    def wrote(self) -> bool:
        return bool(self.made or self.settled or self.restated)


def measure(indicator_id: int, *, thoroughly: bool = False) -> Run | None:
    """Bring one indicator's measurements up to date and act on the newest; None where another worker is at it."""
    with transaction.atomic():
        found = Indicator.objects.alive().select_for_update(of=("self",), skip_locked=True)
        indicator = found.select_related("plan").filter(pk=indicator_id).first()
        if indicator is None:
            return None
        run = bring_up_to_date(indicator, thoroughly)
        if indicator.plan.is_active:
            monitoring.act_on(indicator, run.newly_final)
        Indicator.objects.filter(pk=indicator.pk).update(measured_at=timezone.now())
    return run


def bring_up_to_date(indicator: Indicator, thoroughly: bool) -> Run:
    there = {one.period_start: one for one in Snapshot.objects.current().filter(indicator=indicator)}
    asking = Asking(scope=indicator.scope, is_traced=True)
    periods = wanted(all_periods(indicator, asking), there, thoroughly)
    asking = replace(asking, is_listed=are_listed(there, periods))
    run = Run()
    for figure in indicator.kpi.series(asking, periods):
        keep(indicator, figure, there.get(figure.period.start), asking, run)
    judge_new(indicator, run)
    return run


def all_periods(indicator, asking) -> list[Period]:
    """Every period that is over, from some before the plan's start on."""
    grain, zone = indicator.grain, asking.zone
    today = asking.now.astimezone(zone).date()
    first = grain.period(indicator.plan.starts_on)
    for __ in range(BEFORE):
        first = first.before() if grain.value in ("day", "week") else grain.period(first.before().last)
    return [one for one in grain.periods(first.start, today) if one.end <= today]


def wanted(periods: list[Period], there: dict, thoroughly: bool) -> list[Period]:
    """What is missing or not settled; on a night without anything missing the newest final ones once more."""
    if thoroughly:
        return periods
    open_ones = [one for one in periods if one.start not in there or not there[one.start].is_final]
    if any(one.start not in there for one in open_ones):
        return open_ones
    finals = [one for one in periods if one not in open_ones]
    return finals[-AGAIN:] + open_ones


def are_listed(there: dict, periods: list[Period]) -> bool:
    """Whether the facts are asked for in one go with the figures: where some will be kept, and they are few."""
    is_asked = any(one.start not in there or not there[one.start].is_final for one in periods)
    known = max((one.n for one in there.values()), default=MOST_MEMBERS + 1)
    return is_asked and known <= MOST_MEMBERS and len(periods) <= AGAIN + 1


def keep(indicator, figure: Figure, there: Snapshot | None, asking, run: Run):
    """The same facts write nothing; an open measurement is brought up to date, a final one restated."""
    if there is None:
        run.made.append(save(written(indicator, figure, Snapshot(revision=1)), figure, asking))
    elif not there.is_final:
        if differs(there, figure):
            # What it says now was not known before.
            there.made_at = timezone.now()
            run.settled.append(save(written(indicator, figure, there), figure, asking))
    elif there.kpi_version == figure.version and moved(there, figure):
        run.restated.append(restate(indicator, there, figure, asking))


def written(indicator, figure, snapshot) -> Snapshot:
    snapshot.indicator = indicator
    snapshot.grain = indicator.cadence
    snapshot.period_start, snapshot.period_end = figure.period.start, figure.period.end
    snapshot.kpi_version = figure.version
    for name in NUMBERS:
        setattr(snapshot, name, exact(getattr(figure, name)))
    snapshot.n, snapshot.left_out = figure.n, figure.left_out
    snapshot.standing, snapshot.maturity, snapshot.final_from = figure.standing, figure.maturity, figure.final_from
    snapshot.members_digest = figure.digest
    return snapshot


def exact(value) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(EXACT)


def moved(there, figure) -> bool:
    return there.members_digest != figure.digest or any(
        getattr(there, name) != exact(getattr(figure, name)) for name in NUMBERS
    )


def differs(there, figure) -> bool:
    return there.maturity != figure.maturity or there.kpi_version != figure.version or moved(there, figure)


def save(snapshot, figure, asking) -> Snapshot:
    if snapshot.pk:
        SnapshotMembers.objects.filter(snapshot=snapshot).delete()
    snapshot.save()
    if snapshot.is_final:
        SnapshotMembers.objects.bulk_create(members(snapshot, figure, asking))
    return snapshot


def members(snapshot, figure, asking) -> list[SnapshotMembers]:
    """The facts behind each number, none for figures made of others or of too many facts."""
    kpi = snapshot.indicator.kpi
    if isinstance(kpi, Formula) or snapshot.n > MOST_MEMBERS:
        return []
    if figure.members is None:
        figure = kpi.figure(replace(asking, is_listed=True), figure.period)
    return [SnapshotMembers(snapshot=snapshot, role=role, **facts) for role, facts in figure.members.items()]


def restate(indicator, old: Snapshot, figure, asking) -> Snapshot:
    """Another revision beside the old one, and a row that names what moved it."""
    Snapshot.objects.filter(pk=old.pk).update(is_current=False)
    new = save(written(indicator, figure, Snapshot(revision=old.revision + 1, restates=old)), figure, asking)
    before, after = ({one.role: one for one in side.members.all()} for side in (old, new))
    Restatement.objects.create(
        old=old,
        new=new,
        cause="records",
        is_traced=bool(before and after),
        moved={role: moved_between(before[role], after[role]) for role in before if role in after},
    )
    return new


def moved_between(before: SnapshotMembers, after: SnapshotMembers) -> dict:
    was = dict(zip(before.ids, before.amounts or [None] * len(before.ids), strict=True))
    now = dict(zip(after.ids, after.amounts or [None] * len(after.ids), strict=True))
    return {
        "added": sorted(now.keys() - was.keys()),
        "removed": sorted(was.keys() - now.keys()),
        "changed": [[pk, str(was[pk]), str(now[pk])] for pk in sorted(was.keys() & now.keys()) if was[pk] != now[pk]],
    }


def judge_new(indicator, run: Run):
    """Band and signal of each newly final measurement, by the target of its time and the baseline of now."""
    baseline = Baseline.objects.current().filter(indicator=indicator).first()
    targets = list(Target.objects.filter(indicator=indicator).select_related("indicator"))
    new = {one.pk: one for one in run.newly_final if counts_from(indicator, baseline) <= one.period_start}
    if not new:
        return
    values = []
    for snapshot in since(indicator, baseline):
        values.append(snapshot.value)
        if snapshot.pk in new:
            target = target_on(targets, snapshot.period_start)
            judged = judge(values, indicator.kpi.better, baseline, target, snapshot.period_end)
            made = new[snapshot.pk]
            made.band, made.signal = judged.band or "", judged.signal or ""
            made.target, made.baseline = target, baseline
            made.save(update_fields=["band", "signal", "target", "baseline"])


def since(indicator, baseline):
    """The final measurements that are compared with the baseline, oldest first."""
    found = Snapshot.objects.current().final().filter(indicator=indicator)
    return found.filter(period_start__gte=counts_from(indicator, baseline)).order_by("period_start")


def counts_from(indicator, baseline) -> date:
    """The first day that is judged: neither before the plan nor within what it is compared with."""
    start = indicator.grain.first(indicator.plan.starts_on)
    return max(start, baseline.ends_on) if baseline else start


def rejudge(indicator: Indicator):
    """After a rebase or other bands, the newest measurement alone is judged again; older ones stay as they were."""
    baseline = Baseline.objects.current().filter(indicator=indicator).first()
    newest = since(indicator, baseline).last()
    if newest is not None:
        judge_new(indicator, Run(settled=[newest]))
        if indicator.plan.is_active:
            monitoring.act_on(indicator, [newest])


def waiting(now=None):
    """Indicators no run has looked at since the organization's last midnight."""
    asking = Asking()
    today = (now or timezone.now()).astimezone(asking.zone).date()
    return Indicator.objects.watched().exclude(measured_at__gte=midnight(today, asking.zone))


def is_day_for_all() -> bool:
    """Sundays look at every final figure again."""
    return timezone.now().astimezone(Asking().zone).weekday() == SUNDAY
