"""The steps of a task on its page: added, ticked, taken away; htmx gets the list anew."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django_htmx.http import trigger_client_event

from crm.ui.pages import VerbPage
from workflow.actions import checklist
from workflow.forms.taskverb import StepForm
from workflow.models import ChecklistItem, Task
from workflow.panels.taskpart import checklist_of


class OnChecklist(VerbPage):
    """Answers with the checklist as it stands."""

    def answer(self, record, result):
        task = getattr(record, "task", record)
        if not self.request.htmx:
            return HttpResponseRedirect(self.next_url(task.get_absolute_url()))
        context = {"checklist": checklist_of(self.request, task), "record": task}
        response = render(self.request, "workflow/task/_checklist.html", context)
        return trigger_client_event(response, "timeline-changed")


class StepAdd(OnChecklist):
    model, form = Task, StepForm
    do = checklist.add
    title = gettext_lazy("Add a step to “%(record)s”")
    submit_label = gettext_lazy("Add")


class OfStep(OnChecklist):
    model = ChecklistItem

    def records(self):
        return super().records().select_related("task__type")


class StepTick(OfStep):
    do = checklist.tick
    title = gettext_lazy("Tick “%(record)s”?")


class StepUntick(OfStep):
    do = checklist.untick
    title = gettext_lazy("“%(record)s” is not done?")


class StepRemove(OfStep):
    do = checklist.remove
    title = gettext_lazy("Remove “%(record)s”?")
    is_destructive = True
