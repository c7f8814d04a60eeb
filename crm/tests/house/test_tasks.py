"""Work sent by name reaches a task of that name."""

import ast
from functools import cache

from django.conf import settings

from crm.celery import app
from crm.tests.house.files import sources


@cache
def tasks() -> set[str]:
    app.autodiscover_tasks(force=True)
    return set(app.tasks)


def enqueued():
    """(file, line, name) of every enqueue("…") in the house."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "enqueue":
                name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
                yield path, node.lineno, name


def test_every_name_that_is_enqueued_is_a_task():
    unknown = [one for one in enqueued() if one[2] not in tasks()]

    assert unknown == []


def test_every_name_in_the_schedule_is_a_task():
    assert {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()} <= tasks()
