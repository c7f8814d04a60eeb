"""Work in the background: names instead of imports, rows instead of messages."""

from functools import partial

from celery import current_app
from django.db import transaction

HANDLERS = {}


def enqueue(task: str, **arguments):
    """Send a task by name once the transaction is committed; a lost message is found by a sweeper."""
    transaction.on_commit(partial(_send, task, arguments), robust=True)


def _send(task, arguments):
    current_app.send_task(task, kwargs=arguments, retry=False, ignore_result=True)


def handles(kind: str):
    """Register `function(job, keep)` as what a Job of this kind does.

    It must go on from `job.cursor`, and call `keep(progress=…, cursor=…)` with each committed step:
    that renews the lease and raises LeaseLost when another worker has taken the job over.
    """

    def register(function):
        HANDLERS[kind] = function
        return function

    return register


class LeaseLost(Exception):
    """Another worker holds the job now; what this one did after its last step is rolled back."""
