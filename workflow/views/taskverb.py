"""The verbs of one task."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.ui.pages import VerbPage
from workflow.actions import dependency as dependencies
from workflow.actions import recurrence as recurrences
from workflow.actions import task as tasks
from workflow.actions import taskparticipant as participants
from workflow.actions.taskchange import demand_of
from workflow.forms.repeat import RepeatForm
from workflow.forms.taskverb import (
    AssignForm,
    CancelForm,
    CompleteForm,
    DelegateForm,
    PeopleForm,
    PostponeForm,
    WaitForm,
)
from workflow.models import Task
from workflow.views.day import redrawn

ICON = "checkbox"
# The part of the page of a day that is drawn anew.
DAY = "my-day"


class TaskVerb(VerbPage):
    model, icon = Task, ICON

    def records(self):
        return super().records().select_related("type", "owner")


class AboutItself(TaskVerb):
    """Its form asks what depends on the task."""

    def form_options(self, task):
        return {"task": task}


class TaskComplete(AboutItself):
    """Where more is asked than a tick, that is given first."""

    form = CompleteForm
    do = tasks.complete
    title = gettext_lazy("Complete “%(record)s”")
    submit_label = pgettext_lazy("a button", "Done")
    done = gettext_lazy("“%(record)s” is done.")

    def get(self, request, pk):
        asked = demand_of(self.record())
        return HttpResponseRedirect(asked.url) if asked else super().get(request, pk)

    def post(self, request, pk):
        asked = demand_of(self.record())
        return self.led_to(asked.url) if asked else super().post(request, pk)

    def led_to(self, url):
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def answer(self, task, result):
        """On the page of a day, that day as it is now."""
        if self.request.htmx and self.request.htmx.target == DAY:
            return redrawn(self.request, task)
        return super().answer(task, result)

    def refuse(self, task, form, error):
        """A tick that is refused says why where it was made."""
        if self.request.htmx:
            return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
        return super().refuse(task, form, error)


class TaskReopen(TaskVerb):
    do = tasks.reopen
    title = gettext_lazy("Reopen “%(record)s”?")
    lead = gettext_lazy("It counts as open again. What was noted when it was done stays on its record.")
    submit_label = gettext_lazy("Reopen")
    done = gettext_lazy("“%(record)s” is open again.")

    def answer(self, task, result):
        if self.request.htmx and self.request.htmx.target == DAY:
            return redrawn(self.request, None)
        return super().answer(task, result)


class TaskPostpone(AboutItself):
    form = PostponeForm
    do = tasks.postpone
    title = gettext_lazy("Postpone “%(record)s”")
    submit_label = gettext_lazy("Postpone")
    done = gettext_lazy("“%(record)s” was put off.")


class TaskTake(TaskVerb):
    do = tasks.take
    title = gettext_lazy("Take “%(record)s”?")
    lead = gettext_lazy("You become the person responsible.")
    submit_label = pgettext_lazy("a task", "Take it")
    done = gettext_lazy("“%(record)s” is yours now.")


class TaskAssign(TaskVerb):
    form = AssignForm
    do = tasks.assign
    title = gettext_lazy("Who is responsible for “%(record)s”?")
    submit_label = pgettext_lazy("a task", "Assign")
    done = gettext_lazy("“%(record)s” has a new person responsible.")


class TaskDelegate(TaskVerb):
    form = DelegateForm
    do = tasks.delegate
    title = gettext_lazy("Delegate “%(record)s”")
    lead = gettext_lazy("You stay with it as a participant.")
    submit_label = pgettext_lazy("a task", "Delegate")
    done = gettext_lazy("“%(record)s” was delegated.")


class TaskCancel(TaskVerb):
    form = CancelForm
    do = tasks.cancel
    title = gettext_lazy("Cancel “%(record)s”?")
    submit_label = pgettext_lazy("a task", "Cancel it")
    done = gettext_lazy("“%(record)s” was cancelled.")
    is_destructive = True


class TaskPeople(AboutItself):
    form = PeopleForm
    do = participants.set_people
    title = gettext_lazy("Who takes part in “%(record)s”?")
    submit_label = gettext_lazy("Save")


class TaskLeave(TaskVerb):
    action = "view"
    do = participants.leave
    title = gettext_lazy("Take no more part in “%(record)s”?")
    lead = gettext_lazy("You hear nothing more of it, and may no longer see it.")
    submit_label = pgettext_lazy("a task", "Leave it")
    done = gettext_lazy("You take no more part in “%(record)s”.")

    def after(self, record, result):
        return self.url("list")


class TaskRepeat(TaskVerb):
    form = RepeatForm
    do = recurrences.repeat
    title = gettext_lazy("How does “%(record)s” come again?")
    lead = gettext_lazy("This is its first turn; where it repeats already, the later turns are made anew.")
    submit_label = gettext_lazy("Repeat")
    done = gettext_lazy("“%(record)s” comes again from now on.")


class TaskStopRepeating(TaskVerb):
    do = recurrences.stop
    title = gettext_lazy("Stop repeating “%(record)s”?")
    lead = gettext_lazy("This one stays. Later turns that nobody has begun go to the trash.")
    submit_label = gettext_lazy("Stop repeating")
    done = gettext_lazy("“%(record)s” does not come again.")


class TaskWait(AboutItself):
    form = WaitForm
    do = dependencies.wait_for
    title = gettext_lazy("What does “%(record)s” wait for?")
    lead = gettext_lazy("It cannot be completed before that is done.")
    submit_label = gettext_lazy("Save")


class TaskWaitNoMore(AboutItself):
    form = WaitForm
    do = dependencies.wait_no_more
    title = gettext_lazy("What does “%(record)s” wait for no more?")
    submit_label = gettext_lazy("Save")
