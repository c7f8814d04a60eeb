"""Jobs: started by a person, claimed by one worker at a time, swept when a worker died."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from crm.actions import mail
from crm.jobs import HANDLERS, LeaseLost, enqueue, label_of, page_of
from crm.models import Job
from crm.models.job import LEASE, MAX_ATTEMPTS

log = logging.getLogger(__name__)

# Who waits longer than this has gone on to something else, perhaps away from the screen.
LONG = timedelta(minutes=1)

UNEXPECTED = gettext_noop("An unexpected error stopped this job. The administrator finds it in the logs.")


def start(kind: str, *, by, unique_key=None, **fields) -> Job:
    """A queued job; with `unique_key`, the one that exists already if there is one."""
    if unique_key:
        job, __ = Job.objects.get_or_create(unique_key=unique_key, defaults={"kind": kind, "owner": by, **fields})
    else:
        job = Job.objects.create(kind=kind, owner=by, **fields)
    enqueue("crm.tasks.run_job", job_id=job.pk)
    return job


def claim(job_id: int) -> Job | None:
    """Take the job for one lease, or None when it is over or another worker has it."""
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.due(now).filter(pk=job_id).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.leased_until = "running", now + LEASE
        job.attempts += 1
        job.started_at = job.started_at or now
        job.save(update_fields=["state", "leased_until", "attempts", "started_at"])
    return job


def run(job: Job):
    """Do the work of a claimed job to its end, whichever that is."""

    def keep(*, progress=None, total=None, cursor=None, result=None):
        values = {"progress": progress, "total": total, "cursor": cursor, "result": result}
        values = {name: value for name, value in values.items() if value is not None}
        mine = Job.objects.filter(pk=job.pk, state="running", attempts=job.attempts)
        if not mine.update(leased_until=timezone.now() + LEASE, **values):
            raise LeaseLost
        for name, value in values.items():
            setattr(job, name, value)

    try:
        HANDLERS[job.kind](job, keep)
    except LeaseLost:
        log.info("job %s was taken over or cancelled", job.pk)
    except (OperationalError, InterfaceError) as error:
        # The database was away or busy, no fault of the work: another attempt goes on from the cursor.
        log.warning("job %s lost the database: %s", job.pk, type(error).__name__)
        _give_back(job)
    except Exception:
        log.exception("job %s failed", job.pk)
        _finish(job, "failed", error=UNEXPECTED)
    else:
        _finish(job, "done")


def _give_back(job):
    """Due again at once; where the database does not even take that, when the lease ends."""
    try:
        close_old_connections()
        Job.objects.filter(pk=job.pk, state="running", attempts=job.attempts).update(leased_until=timezone.now())
    except (OperationalError, InterfaceError):
        log.warning("job %s waits for its lease to end", job.pk)


def _finish(job, state, error=""):
    now, mine = timezone.now(), Job.objects.filter(pk=job.pk, state="running", attempts=job.attempts)
    with transaction.atomic():
        if mine.update(state=state, error=error, finished_at=now, leased_until=None):
            _write_to_owner(job.pk)


def _write_to_owner(job_id):
    """An e-mail about a long job, in the transaction of its end; what is wrong with it keeps no job from ending."""
    job = Job.objects.select_related("owner").get(pk=job_id)
    if job.told_at or job.finished_at - job.created_at < LONG:
        return
    context = {"job": label_of(job), "is_done": job.state == "done", "url": settings.SITE_URL + page_of(job)}
    try:
        with transaction.atomic():
            mail.send("crm/job_over", to=job.owner, key=f"job {job.pk} over", context=context)
    except Exception:
        log.exception("no e-mail about job %s", job.pk)


def watched(job):
    """Its owner looks on while it works: there is nothing to tell them afterwards."""
    Job.objects.filter(pk=job.pk).update(told_at=timezone.now())


@transaction.atomic
def tell_next(*, by) -> Job | None:
    """The next ended job that `by` does not know of yet; each is told once."""
    job = (
        Job.objects.filter(owner=by)
        .untold()
        .order_by("finished_at", "pk")
        .select_for_update(skip_locked=True)
        .first()
    )
    if job:
        watched(job)
    return job


def is_awaited(*, by) -> bool:
    """Whether anything of theirs still works, or ended untold."""
    mine = Job.objects.filter(owner=by, told_at__isnull=True)
    return mine.exclude(state__in=["draft", "cancelled"]).exists()


def cancel(job: Job, *, by):
    """Stop before the next step; what was done stays."""
    Job.objects.filter(pk=job.pk, owner=by, state__in=["draft", "queued", "running"]).update(
        state="cancelled", finished_at=timezone.now(), leased_until=None, attempts=F("attempts") + 1
    )


def sweep() -> int:
    """Send again what waits or lost its worker; give up on what failed too often. Returns how many."""
    given_up = Job.objects.filter(state__in=["queued", "running"], attempts__gte=MAX_ATTEMPTS)
    for job_id in given_up.filter(leased_until__lt=timezone.now()).values_list("pk", flat=True)[:100]:
        _give_up(job_id)
    waiting = list(Job.objects.due().values_list("pk", flat=True)[:100])
    for job_id in waiting:
        enqueue("crm.tasks.run_job", job_id=job_id)
    return len(waiting)


@transaction.atomic
def _give_up(job_id):
    lost = Job.objects.filter(pk=job_id, state__in=["queued", "running"], leased_until__lt=timezone.now())
    if lost.update(state="failed", error=UNEXPECTED, finished_at=timezone.now()):
        _write_to_owner(job_id)
