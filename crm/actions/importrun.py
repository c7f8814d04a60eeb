"""What happens to an import: brought, mapped, started step by step, stopped, undone. The work is done by jobs."""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import job as jobs
from crm.models import ImportRow, ImportRun, Job
from crm.models.importrun import LEFT_BEHIND

KEPT = timedelta(days=30)

# The step a run takes, the states it may be taken from, and the state it is in meanwhile.
STEPS = {
    "read": ({"uploaded", "mapping", "checked"}, "reading"),
    "check": ({"mapping", "checked"}, "checking"),
    "run": ({"mapping", "checked", "stopped", "failed"}, "importing"),
    "undo": ({"done", "stopped", "failed"}, "undoing"),
}


def bring(file, *, by, record: str, name: str, **fields) -> ImportRun:
    """Keep an uploaded file as a new run; nothing of it is read yet."""
    run = ImportRun(owner=by, record=record, name=name[:200], size=file.size, **fields)
    run.file.save("", file, save=False)
    run.save(force_insert=True)
    return run


def decide(run: ImportRun, *, by, **values) -> ImportRun:
    """Set format, mapping, key, mode or clears while nothing has been written yet."""
    _require_owner(run, by)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.state not in ("uploaded", "mapping", "checked"):
            raise ValidationError(_("This file is already being imported."))
        for name, value in values.items():
            setattr(fresh, name, value)
        if fresh.state == "checked":
            fresh.state = "mapping"
        fresh.save()
    return fresh


def start(run: ImportRun, step: str, *, by) -> Job:
    """Send a run into its next step. A stopped or failed import goes on where it was."""
    _require_owner(run, by)
    states, during = STEPS[step]
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.standing not in states:
            raise ValidationError(
                _("This is not possible now: the import is %(state)s.") % {"state": fresh.get_state_display().lower()}
            )
        cursor = fresh.job.cursor if fresh.job and step == "run" and fresh.imported_at else {}
        job = jobs.start(f"import.{step}", by=by, arguments={"run": run.pk}, cursor=cursor, total=fresh.rows or None)
        fresh.state, fresh.job, fresh.error = during, job, ""
        fresh.save(update_fields=["state", "job", "error"])
    run.refresh_from_db()
    return job


def stop(run: ImportRun, *, by):
    """Stop before the next batch: what was written stays, and can be gone on with or undone."""
    _require_owner(run, by)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not fresh.is_busy or not fresh.job:
            return
        jobs.cancel(fresh.job, by=by)
        fresh.state = LEFT_BEHIND[fresh.state]
        fresh.save(update_fields=["state"])
    run.refresh_from_db()


def remove(run: ImportRun, *, by):
    """Forget a file of which nothing was imported."""
    _require_owner(run, by)
    if run.is_busy or ImportRow.objects.filter(run=run).exclude(outcome="refused").exists():
        raise ValidationError(_("Records came from this file, so its trace stays."))
    if run.file:
        Path(f"{run.file.path}.rows").unlink(missing_ok=True)
        run.file.delete(save=False)
    run.delete()


def expire(now=None) -> int:
    """Delete files nobody needs any more: the trace of each row, and with it undo, stays."""
    before = (now or timezone.now()) - KEPT
    gone = list(ImportRun.objects.filter(created_at__lt=before).exclude(file="")[:500])
    for run in [run for run in gone if not run.is_busy]:
        Path(f"{run.file.path}.rows").unlink(missing_ok=True)
        run.file.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(file="")
    return len(gone)


def _require_owner(run, by):
    if run.owner_id != by.pk:
        raise PermissionDenied(_("Your role does not allow this."))
