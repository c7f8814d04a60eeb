"""How far the processes about a record are, and the steps of one."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.kinds import reference
from crm.ui.panel import Panel
from workflow.models import Process, Task

STEPS = ("steps__task__owner", "steps__team", "steps__ended_by", "steps__approval")


class Processes(Panel):
    key, title, icon = "processes", _("Processes"), "route"
    position, limit = 17, 3
    template = "workflow/process/_panel.html"
    empty_text = _("No process was started here.")

    def may(self, user):
        return user.access.may("view", Process)

    def rows(self, request, record):
        # Whoever sees the record sees its processes.
        return Process.objects.alive().about(record).prefetch_related(*STEPS).order_by("-started_at", "-pk")

    def all_url(self, request, record):
        return reverse("workflow:process-list") + "?" + urlencode({"about": reference(record)})

    def add_url(self, request, record):
        if not request.user.access.may("create", Process):
            return None
        return reverse("workflow:process-create") + "?" + urlencode({"about": reference(record)})


class Steps(Panel):
    key, title, icon = "steps", pgettext_lazy("a process", "Steps"), "list-details"
    position, limit = 5, 100
    template = "workflow/process/_steps.html"
    empty_text = _("This process has no steps.")

    def rows(self, request, process):
        found = process.steps.select_related("task__owner", "approval", "team", "ended_by")
        return found

    def context(self, request, process, rows):
        tasks = {run.task_id for run in rows if run.task_id}
        seen = set(Task.objects.visible_to(request.user).filter(pk__in=tasks).values_list("pk", flat=True))
        may = process.is_running and request.user.access.covers("change", process)
        return {"seen_tasks": seen, "may_change": may}
