"""What the home page says of tasks: mine that are late or due today, and what comes after."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from workflow.models import Task
from workflow.models.task import NEXT_DAYS, midnight

SHOWN, SOON = 8, 3


def my_tasks(request) -> str:
    """The nearest deadlines of this person within a week; "" for who may see no tasks."""
    user = request.user
    if not user.access.may("view", Task):
        return ""
    rows = nearest(user)
    pressing = [task for task in rows if task.due_at < midnight(days=1)]
    late = [task for task in pressing if task.due_at < timezone.now()]
    context = {
        "late": late[:SHOWN],
        "today": pressing[len(late) : SHOWN],
        "soon": rows[len(pressing) :][: max(0, SHOWN - len(pressing)) and SOON],
        "is_free": not pressing,
        "has_more": len(pressing) > SHOWN,
        "may_create": user.access.may("create", Task),
        "all_url": reverse("workflow:task-list") + "?mine=true",
    }
    return render_to_string("workflow/task/_home.html", context, request)


def nearest(user) -> list[Task]:
    mine = Task.objects.visible_to(user).filter(owner=user).open().filter(due_at__lt=midnight(days=1 + NEXT_DAYS))
    rows = list(mine.with_visible_subject(user).order_by("due_at", "pk")[: SHOWN + 1])
    for task in rows:
        task.may_complete = user.access.covers("change", task)
    return rows
