"""My day: a person's own tasks in the order they press, done from there."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.ui.money import written
from crm.ui.pages.form import FormTexts
from crm.ui.pages.record import RecordPage
from workflow.models import Task
from workflow.panels.day import LATE, NEXT, OTHERS, TODAY, UNDATED, day_of, order_of
from workflow.ui.line import Lines

SHOWN = {LATE: 20, TODAY: 50, NEXT: 10, UNDATED: 5, OTHERS: 10}


class TaskDay(RecordPage):
    model, icon, is_collective = Task, "calendar-event", True

    def get(self, request):
        template = "workflow/task/_day.html" if request.htmx else "workflow/task/day.html"
        return render(request, template, context_of(request))


def context_of(request, done=None) -> dict:
    """What the page and its swapped part show; `done` is the task that was completed just now."""
    parts, day_url = day_of(request.user, SHOWN), reverse("workflow:task-day")
    others = parts.pop(OTHERS)
    focus = following(parts, done)
    lines = Lines(get_token(request), day_url, focus)
    for part in parts.values():
        part.lines = [lines.line(task) for task in part.tasks]
    pressing = parts[LATE].count + parts[TODAY].count
    return {
        "page": FormTexts(_("My day"), "", "/", icon="calendar-event"),
        "today": written(timezone.localdate(), _("l, F j")),
        "parts": [part for part in parts.values() if part.count],
        "is_free": not pressing,
        "taking_part": others.tasks,
        "done": done,
        "focus": focus,
        "may_create": request.user.access.may("create", Task),
        "list_url": reverse("workflow:task-list"),
        "day_url": day_url,
    }


def following(parts, done):
    """The task after the one just done: the next press of the same key belongs to it."""
    if done is None:
        return None
    shown = [task for part in parts.values() for task in part.tasks]
    after = [task for task in shown if order_of(task) > order_of(done)]
    return next((task.pk for task in (*after, *shown[-1:])), None)


def redrawn(request, done) -> HttpResponse:
    """The day as it stands once a task of it is done."""
    return HttpResponse(render_to_string("workflow/task/_day.html", context_of(request, done), request))
