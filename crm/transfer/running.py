"""A run taken through its steps at once, in the process that asks: small files in a page, all files by command."""

from django.core.exceptions import ValidationError

from crm.actions import importrun as imports
from crm.actions import job as jobs

# Beyond this a page would let its reader wait.
SMALL_BYTES, SMALL_ROWS = 400_000, 1_500


def step_now(run, step, *, by):
    """Take one step to its end here. The job row exists all the same: a kill leaves it to the workers."""
    job = jobs.claim(imports.start(run, step, by=by).pk)
    if job:
        jobs.watched(job)
        jobs.run(job)
    run.refresh_from_db()
    return run


def step(run, name, *, by):
    """Here when it is quick, else in the background."""
    is_small = run.size < SMALL_BYTES and run.rows <= SMALL_ROWS
    if is_small:
        return step_now(run, name, by=by)
    imports.start(run, name, by=by)
    return run


def require(run):
    """ValidationError with what went wrong, when the last step failed."""
    if run.error:
        raise ValidationError(run.error)
