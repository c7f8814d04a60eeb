"""The baseline: worked out from the records before the start, frozen, changed only by a person with a reason."""

import json
from datetime import date, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action, record
from crm.measures import Asking, Grain, Period, all_kpis
from indicators.models import Baseline, Indicator
from indicators.monitoring.limits import limits_of

# A year of it, or enough points for firm limits.
POINTS = {Grain.DAY: 60, Grain.WEEK: 26, Grain.MONTH: 12, Grain.QUARTER: 8, Grain.YEAR: 3}


def window(grain: Grain, start: date) -> list[Period]:
    """The whole periods directly before the one the start lies in."""
    periods = [grain.period(grain.first(start) - timedelta(days=1))]
    while len(periods) < POINTS[grain]:
        periods.insert(0, grain.period(periods[0].start - timedelta(days=1)))
    return periods


def worked_out(indicator: Indicator, periods: list[Period]) -> Baseline:
    """The baseline these periods give, not saved. Periods whose figures may still change are left out."""
    asking = Asking(scope=indicator.scope)
    figures = [one for one in indicator.kpi.series(asking, periods) if one.maturity == "final"]
    while figures and figures[0].value is None:
        figures.pop(0)
    values = [one.value for one in figures if one.value is not None]
    limits = limits_of(values, indicator.kpi.unit)
    points = [
        [one.period.start.isoformat(), None if one.value is None else f"{one.value:.6f}", one.n] for one in figures
    ]
    return Baseline(
        indicator=indicator,
        kpi_version=indicator.kpi.version,
        grain=indicator.cadence,
        starts_on=figures[0].period.start if figures else periods[0].start,
        ends_on=periods[-1].end,
        points=points,
        n=limits.n,
        mean=limits.mean,
        moving_range=limits.moving_range,
        lower=limits.lower,
        upper=limits.upper,
        is_provisional=limits.is_provisional,
        digest=sha256(json.dumps(points).encode()).hexdigest(),
    )


@action
def freeze(indicator: Indicator, *, by) -> Baseline:
    """The first baseline, from the periods before the plan's start; the one there is when it is frozen already."""
    records.require(by, "change", indicator)
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    there = current(indicator)
    return there or save(indicator, worked_out(indicator, window(indicator.grain, indicator.plan.starts_on)), by)


def freeze_all(plan, *, by) -> int:
    """Freeze what is not frozen yet and whose metric is there; returns how many."""
    waiting = Indicator.objects.alive().filter(plan=plan, baselines__isnull=True)
    known = {kpi.key for kpi in all_kpis()}
    return len([freeze(one, by=by) for one in waiting if one.kpi_key in known])


@action
def rebase(indicator: Indicator, *, by, reason: str, starts_on: date, ends_on: date) -> Baseline:
    """Another baseline from other periods, in place of the present one, which is kept."""
    records.require(by, "change", indicator)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the figure has to be compared with something else from now on.")})
    if ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The end lies before the start.")})
    if ends_on > timezone.localdate():
        raise ValidationError({"ends_on": _("A baseline is of days that are over.")})
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    periods = indicator.grain.periods(starts_on, ends_on)
    baseline = worked_out(indicator, periods)
    if baseline.mean is None:
        raise ValidationError(_("There is nothing in these days to go by."))
    baseline.replaces, baseline.reason = current(indicator), reason.strip()
    return save(indicator, baseline, by)


def save(indicator, baseline, by) -> Baseline:
    baseline.frozen_by = by
    baseline.save(force_insert=True)
    record(indicator, "rebased" if baseline.replaces_id else "baseline_frozen", by=by, reason=baseline.reason)
    return baseline


def current(indicator) -> Baseline | None:
    return Baseline.objects.current().filter(indicator=indicator).first()
