"""What is believed about indicators, now or at a past moment: final measurements, baselines and bands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from crm.models import HistoryEntry
from indicators.models import Baseline, Snapshot, Target
from indicators.monitoring.bands import EDGES


@dataclass(frozen=True)
class Known:
    """By the indicator's number; measurements are final ones, oldest first."""

    snapshots: dict[int, list[Snapshot]]
    baselines: dict[int, Baseline]
    targets: dict[int, list[Target]]


def known_of(indicators, at: datetime | None = None) -> Known:
    """As believed at a moment, else now. As many queries for one indicator as for a hundred."""
    keys = [one.pk for one in indicators]
    return Known(
        grouped(snapshots(at).filter(indicator__in=keys).order_by("indicator", "period_start")),
        {one.indicator_id: one for one in baselines(at).filter(indicator__in=keys)},
        grouped(targets(keys, at)),
    )


def grouped(rows) -> dict:
    found = defaultdict(list)
    for one in rows:
        found[one.indicator_id].append(one)
    return found


def snapshots(at):
    """A measurement that was not final at that moment was not believed yet."""
    if at is None:
        return Snapshot.objects.current().final()
    return Snapshot.objects.known_at(at).final().filter(final_from__lte=at)


def baselines(at):
    if at is None:
        return Baseline.objects.current()
    still = Q(replaced_by__isnull=True) | Q(replaced_by__frozen_at__gt=at)
    return Baseline.objects.filter(still, frozen_at__lte=at)


def targets(indicators, at) -> list[Target]:
    found = Target.objects.filter(indicator__in=indicators).select_related("indicator").order_by("valid_from")
    if at is None:
        return list(found)
    there = list(found.filter(created_at__lte=at))
    undo(there, at)
    return there


def undo(targets: list[Target], at: datetime):
    """Give bands the edges they had: those of one day are corrected in place."""
    later = HistoryEntry.objects.filter(
        record_type=ContentType.objects.get_for_model(Target),
        record_id__in=[one.pk for one in targets],
        recorded_at__gt=at,
        field__in=(*EDGES, "basis", "curve"),
    )
    by_number = {one.pk: one for one in targets}
    for entry in later.order_by("-pk"):
        old = Decimal(str(entry.old)) if entry.field in EDGES and entry.old is not None else entry.old
        setattr(by_number[entry.record_id], entry.field, old)
