"""Slots of periodic work: made by any number of clocks, each run once, missed ones caught up by their rule."""

import logging
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Max
from django.utils import timezone

from crm.actions.lease import beating
from crm.jobs import enqueue
from crm.models import PeriodicRun
from crm.models.periodicrun import LEASE
from crm.periodic import PERIODIC

log = logging.getLogger(__name__)

KEPT = timedelta(days=3)
LOST = "The worker died each time."


def tick(now=None) -> int:
    """Write the slots that are due, and wake workers for what waits; returns how many wait."""
    now = now or timezone.now()
    last = dict(PeriodicRun.objects.values_list("job").annotate(Max("slot")))
    wanted = [
        PeriodicRun(job=job.job, slot=slot)
        for job in PERIODIC.values()
        for slot in job.wanted(now, last.get(job.job))
    ]
    PeriodicRun.objects.bulk_create(wanted, ignore_conflicts=True)
    PeriodicRun.objects.given_up(now).update(state="failed", finished_at=now, error=LOST)
    waiting = list(PeriodicRun.objects.due(now).order_by("slot", "pk").values_list("pk", flat=True)[:200])
    for run_id in waiting:
        enqueue("crm.tasks.run_periodic", run_id=run_id)
    return len(waiting)


def claim(run_id: int) -> PeriodicRun | None:
    """Take the slot for one lease, or None when it is over or another worker has it."""
    now = timezone.now()
    with transaction.atomic():
        run = PeriodicRun.objects.due(now).filter(pk=run_id).select_for_update(skip_locked=True).first()
        if run is None or run.job not in PERIODIC:
            return None
        run.state, run.leased_until, run.attempts = "running", now + LEASE, run.attempts + 1
        run.started_at = run.started_at or now
        run.save(update_fields=["state", "leased_until", "attempts", "started_at"])
    return run


def do(run_id: int):
    """Run one slot, unless it is another's or over."""
    run = claim(run_id)
    if run is None:
        return
    job = PERIODIC[run.job]
    try:
        with beating(lambda: _mine(run).update(leased_until=timezone.now() + LEASE), every=LEASE.total_seconds() / 4):
            job.run(**({"slot": run.slot} if job.catch_up == "each" else {}))
    except (OperationalError, InterfaceError) as error:
        log.warning("%s lost the database: %s", run, type(error).__name__)
        raise
    except Exception as error:
        log.exception("%s failed", run)
        _finish(run, "failed", f"{type(error).__name__}: {error}"[:300])
    else:
        _finish(run, "done")


def _mine(run):
    return PeriodicRun.objects.filter(pk=run.pk, state="running", attempts=run.attempts)


def _finish(run, state, error=""):
    _mine(run).update(state=state, error=error, finished_at=timezone.now(), leased_until=None)


def prune(now=None) -> int:
    """Old slots go; the last of each job stays, since the next one is counted from it."""
    now = now or timezone.now()
    last = PeriodicRun.objects.values("job").annotate(slot=Max("slot"))
    kept = {(one["job"], one["slot"]) for one in last}
    old = PeriodicRun.objects.filter(slot__lt=now - KEPT).exclude(state__in=["waiting", "running"])
    gone = [pk for pk, job, slot in old.values_list("pk", "job", "slot")[:5000] if (job, slot) not in kept]
    return PeriodicRun.objects.filter(pk__in=gone).delete()[0]
