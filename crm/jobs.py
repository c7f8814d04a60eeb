"""Work in the background: names instead of imports, rows instead of messages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from celery import current_app
from django.db import transaction

HANDLERS = {}


@dataclass(frozen=True)
class Kind:
    """What people read about jobs of one kind: a label, and the page that shows one (None: the job's own)."""

    label: object
    url: Callable | None = None


KINDS: dict[str, Kind] = {}


def label_of(job):
    return KINDS[job.kind].label if job.kind in KINDS else job.kind


def page_of(job) -> str:
    """Where the job shows best: the page of what it works on, else its own."""
    kind = KINDS.get(job.kind)
    return str(kind.url(job)) if kind and kind.url else job.get_absolute_url()


def enqueue(task: str, **arguments):
    """Send a task by name once the transaction is committed; a lost message is found by a sweeper."""
    transaction.on_commit(partial(_send, task, arguments), robust=True)


def _send(task, arguments):
    current_app.send_task(task, kwargs=arguments, retry=False, ignore_result=True)


def handles(kind: str, *, label="", url=None):
    """Register `function(job, keep)` as what a Job of this kind does.

    It must go on from `job.cursor`, and call `keep(progress=…, cursor=…)` with each committed step:
    that renews the lease and raises LeaseLost when another worker has taken the job over.
    `label` is what people read in their list of jobs, `url(job)` the page that shows one.
    """

    def register(function):
        HANDLERS[kind] = function
        KINDS[kind] = Kind(label or kind, url)
        return function

    return register


class LeaseLost(Exception):  # noqa: N818
    """Another worker holds the job now; what this one did after its last step is rolled back."""
