"""What the home page says of tasks: mine that are late or due today."""

from django.template.loader import render_to_string
from django.utils import timezone

from workflow.models import Task
from workflow.models.task import midnight

SHOWN = 8


def my_tasks(request) -> str:
    """The nearest deadlines of this person up to midnight; "" for who may see no tasks."""
    user = request.user
    if not user.access.may("view", Task):
        return ""
    mine = Task.objects.visible_to(user).filter(owner=user).open().filter(due_at__lt=midnight(days=1))
    rows = list(mine.order_by("due_at", "pk")[: SHOWN + 1])
    late = [task for task in rows if task.due_at < timezone.now()]
    context = {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN, "late": late}
    return render_to_string("workflow/task/_home.html", context, request)
