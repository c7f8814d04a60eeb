"""What hangs on a task's own page: its steps, its people, what it waits for and what waits for it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.ui.panel import Panel
from workflow.models import Task


def checklist_of(request, task) -> dict:
    """The steps with how many are done, and whether the reader may tick."""
    steps = list(task.checklist.select_related("done_by"))
    may = task.is_open and request.user.access.covers("change", task)
    done = sum(step.is_done for step in steps)
    return {"steps": steps, "done": done, "count": len(steps), "may_change": may}


class People(Panel):
    key, title, icon = "people", _("Participants"), "users"
    position, limit = 10, 50
    template = "workflow/task/_people.html"
    empty_text = _("Only the person responsible, so far. Participants see the task and hear of it.")

    def rows(self, request, task):
        return task.participations.now().select_related("person")

    def add_url(self, request, task):
        return edit_url("people", request, task)


class Waiting(Panel):
    """Both directions in one place; tasks one may not see are counted and not named."""

    key, title, icon = "waiting", _("Waits for"), "hourglass"
    position, limit = 12, 50
    template = "workflow/task/_waiting.html"
    empty_text = _("It waits for no other task.")

    def rows(self, request, task):
        seen = Task.objects.visible_to(request.user)
        return seen.filter(holds_up__task=task).select_related("owner").next_first()

    def add_url(self, request, task):
        return edit_url("wait", request, task) if task.is_open else None

    def context(self, request, task, rows):
        return {"may_change": request.user.access.covers("change", task)}


class HoldsUp(Panel):
    key, title, icon = "holds-up", _("Waits for this one"), "player-play"
    position, limit = 13, 50
    template = "workflow/task/_tasks.html"
    empty_text = _("No other task waits for it.")

    def rows(self, request, task):
        seen = Task.objects.visible_to(request.user)
        return seen.filter(waits_for__predecessor=task).select_related("owner").next_first()


def edit_url(name, request, task):
    return reverse(f"workflow:task-{name}", args=[task.pk]) if request.user.access.covers("change", task) else None
