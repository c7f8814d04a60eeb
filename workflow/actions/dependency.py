"""What a task waits for."""

from graphlib import TopologicalSorter

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.actions.history import action, record
from workflow.actions.taskchange import after_change
from workflow.actions.taskrow import locked, mark, require_open, sees
from workflow.models import Dependency, Task

MOST = 50
FOLLOWING = """
    WITH RECURSIVE after(id) AS (
        SELECT task_id FROM workflow_dependency WHERE predecessor_id = %s
        UNION SELECT d.task_id FROM workflow_dependency d JOIN after a ON d.predecessor_id = a.id
    ) SELECT id FROM after
"""


@action
def wait_for(task: Task, *, by, predecessor: Task) -> Dependency:
    """`task` cannot be completed before `predecessor`; ValidationError where they would wait for each other."""
    task = require_open(locked(task, by))
    if by is not None and not sees(by, predecessor):
        raise PermissionDenied(_("You cannot wait for a task you do not see."))
    if task.waits_for.count() >= MOST:
        raise ValidationError({"predecessor": _("A task waits for at most %(count)s others.") % {"count": MOST}})
    hold_still()
    if predecessor.pk == task.pk or predecessor.pk in all_following(task):
        raise ValidationError({"predecessor": _("These tasks would wait for each other.")})
    tie, is_new = Dependency.objects.get_or_create(task=task, predecessor=predecessor)
    if is_new:
        mark(task, by=by)
        record(task, "waits", by=by, task=predecessor.pk)
        after_change(task, "waits", by=by)
    return tie


@action
def wait_no_more(task: Task, *, by, predecessor: Task):
    task = locked(task, by)
    gone, __ = task.waits_for.filter(predecessor=predecessor).delete()
    if gone:
        mark(task, by=by)
        record(task, "waits_no_more", by=by, task=predecessor.pk)
        after_change(task, "waits_no_more", by=by)


def hold_still():
    """One new tie at a time, as the trigger wants it: two could otherwise close a circle neither of them sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workflow_dependency'))")


def all_following(task) -> set[int]:
    """Ids of every task that waits for this one, directly or by others."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWING, [task.pk])
        return {pk for (pk,) in cursor.fetchall()}


def successors_of(task, by) -> list[Task]:
    """Open tasks with a deadline that wait for this one, directly or by others, held, where `by` may change them."""
    rows = Task.objects.open() if by is None else Task.objects.visible_to(by, "change").open()
    ids = rows.filter(pk__in=all_following(task), due_at__isnull=False).values_list("pk", flat=True)
    held = Task.objects.select_for_update(of=("self",)).select_related("type", "owner", "team")
    return list(held.filter(pk__in=list(ids)).order_by("pk"))


def require_free(task):
    """ValidationError while it waits for another; what the person may not see is counted, not named."""
    count = task.open_predecessors.count()
    if count:
        text = ngettext(
            "It waits for %(count)s task that is not done.", "It waits for %(count)s tasks that are not done.", count
        )
        raise ValidationError(text % {"count": count}, code="waiting")


def first_things_first(tasks) -> list[Task]:
    """The same tasks, each after those among them that it waits for."""
    by_id = {task.pk: task for task in tasks}
    ties = Dependency.objects.filter(task__in=by_id, predecessor__in=by_id).values_list("task", "predecessor")
    waiting = {pk: set() for pk in by_id}
    for one, before in ties:
        waiting[one].add(before)
    return [by_id[pk] for pk in TopologicalSorter(waiting).static_order()]
