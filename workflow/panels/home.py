"""What the home page says of tasks: mine that are late or due today, and what comes after."""

from django.template.loader import render_to_string
from django.urls import reverse

from workflow.models import Task
from workflow.panels.day import LATE, NEXT, TODAY, day_of

SHOWN, SOON = 8, 3


def my_tasks(request) -> str:
    """The nearest deadlines of this person within a week; "" for who may see no tasks."""
    user = request.user
    if not user.access.may("view", Task):
        return ""
    parts = day_of(user, {LATE: SHOWN, TODAY: SHOWN, NEXT: SOON})
    late, today, soon = (parts[key] for key in (LATE, TODAY, NEXT))
    pressing = late.count + today.count
    context = {
        "late": late.tasks,
        "today": today.tasks[: SHOWN - len(late.tasks)],
        "soon": soon.tasks if pressing < SHOWN else [],
        "is_free": not pressing,
        "may_create": user.access.may("create", Task),
        "all_url": reverse("workflow:task-day"),
    }
    return render_to_string("workflow/task/_home.html", context, request)
