from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.actions import record as records
from crm.ui import cells
from crm.ui.pages import CreatePage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb, VerbPage
from crm.views.record import Trash
from workflow.actions import process as processes
from workflow.filters.process import ProcessFilter
from workflow.forms.process import ProcessForm, ReasonForm, StartForm
from workflow.models import Process, ProcessStepRun
from workflow.tables.process import ProcessTable, state

ICON = "route"


class ProcessList(ListPage):
    model, filter, table, icon = Process, ProcessFilter, ProcessTable, ICON
    create_label = _("Start a process")
    empty_title = _("No process is under way")
    empty_text = _(
        "What always goes the same way through several hands is written down once and started on a record."
    )
    standard_views = [
        StandardView(pgettext_lazy("processes", "Under way"), "state=running"),
        StandardView(_("Started by me"), "mine=true&state=running"),
        StandardView(pgettext_lazy("processes", "Ended"), "state=done&state=cancelled", False),
    ]


class ProcessDetail(DetailPage):
    model, icon = Process, ICON
    lead = [
        Fact("visible_about", _("About"), cell=cells.link, icon="link"),
        Fact("owner", _("Started by"), cell=cells.link, icon="user"),
        Fact("state", cell=state, icon="route"),
    ]
    facts = [
        (
            _("Process"),
            [
                Fact("template", cell=cells.link),
                Fact("started_at", cell=cells.moment),
                Fact("ended_at", cell=cells.moment),
                Fact("cancel_reason"),
                Fact("team", _("Department")),
                Fact("tags", cell=cells.tags),
            ],
        )
    ]
    verbs = [
        Verb("edit", _("Edit"), "pencil", key="e"),
        Verb("cancel", _("Cancel the process"), "circle-x", fits=lambda process: process.is_running),
        Verb("trash", _("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        found = super().records().select_related("owner", "team", "template")
        return found.with_visible_subject(self.request.user)


class ProcessStart(CreatePage):
    model, form, icon = Process, StartForm, ICON
    title = _("Start a process")
    submit_label = pgettext_lazy("a button", "Start")

    def initial(self):
        given = self.request.GET.get("about")
        return super().initial() | ({"about": given} if given else {})

    def save(self, form):
        cleaned = form.cleaned_data
        return processes.start(cleaned["template"], cleaned.get("about"), by=self.request.user)

    def success(self, record):
        return _("“%(record)s” is under way.") % {"record": record}


class ProcessEdit(EditPage):
    model, form, icon = Process, ProcessForm, ICON
    do = records.edit


class ProcessCancel(VerbPage):
    model, form, icon = Process, ReasonForm, ICON
    do = processes.cancel
    title = _("Cancel “%(record)s”?")
    lead = _("Its open tasks and approvals are called off.")
    submit_label = _("Cancel the process")
    done = _("It is cancelled.")


class ProcessTrash(Trash):
    model = Process


class StepSkip(VerbPage):
    """One step of a process that goes on without it."""

    model, form, icon = Process, ReasonForm, ICON
    title = _("Leave out a step of %(record)s")
    submit_label = _("Leave it out")
    done = _("The process goes on without it.")

    @staticmethod
    def do(record, *, by, reason, step):
        run = ProcessStepRun.objects.filter(process=record, key=step).first()
        if run is not None:
            processes.skip(run, by=by, reason=reason)

    def arguments(self, form):
        return form.cleaned_data | {"step": self.request.GET.get("step", "")}
