from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from crm.actions import record as records
from crm.ui import cells
from crm.ui.pages import BulkAction, BulkPage, DetailPage, EditPage, Fact, ListPage, StandardView, Verb, VerbPage
from crm.views.composer import ComposerPage
from crm.views.record import Trash, TrashMany
from workflow.actions import task as tasks
from workflow.filters.task import TaskFilter
from workflow.forms.task import CompleteForm, PostponeForm, ResponsibleForm, TaskComposerForm, TaskForm
from workflow.models import Task
from workflow.panels.task import next_step
from workflow.tables.task import TaskTable, due

ICON = "checkbox"
COLUMNS_OF_DONE = "title,about,kind,owner,done_at,done_by"


class TaskList(ListPage):
    model, filter, table, icon = Task, TaskFilter, TaskTable, ICON
    create_label = gettext_lazy("New task")
    empty_title = gettext_lazy("Nothing to do here")
    empty_text = gettext_lazy("Plan the next step with a customer, and it appears here on time.")
    bulk = [
        BulkAction("complete", gettext_lazy("Complete"), "check", reverse_lazy("workflow:task-complete-many")),
        BulkAction(
            "owner", gettext_lazy("Change person responsible"), "user", reverse_lazy("workflow:task-owner-many")
        ),
        BulkAction(
            "trash", gettext_lazy("Move to trash"), "trash", reverse_lazy("workflow:task-trash-many"), "delete", True
        ),
    ]
    standard_views = [
        StandardView(pgettext_lazy("tasks", "Mine"), "mine=true"),
        StandardView(pgettext_lazy("tasks", "Late"), "mine=true&state=late"),
        StandardView(gettext_lazy("Today"), "mine=true&state=today"),
        StandardView(gettext_lazy("Next 7 days"), "mine=true&state=next"),
        StandardView(pgettext_lazy("tasks", "Done"), f"state=done&sort=-done_at&columns={COLUMNS_OF_DONE}", False),
    ]


class TaskDetail(DetailPage):
    model, icon = Task, ICON
    lead = [
        Fact("due_at", gettext_lazy("Due"), cell=due, icon="calendar-due"),
        Fact("owner", gettext_lazy("Responsible"), icon="user"),
        Fact("visible_about", gettext_lazy("About"), cell=cells.link, icon="link"),
    ]
    facts = [
        (
            gettext_lazy("What is to be done"),
            [
                Fact("kind", accessor=lambda task: task.get_kind_display(), field="kind"),
                Fact("due_at", gettext_lazy("Due"), cell=due, field="due_at"),
                Fact("description", cell=cells.long_text, field="description"),
                Fact("team", field="team"),
                Fact("tags", cell=cells.tags, field="tags"),
                Fact("done_at", cell=cells.moment),
                Fact("done_by"),
                Fact("created_by"),
                Fact("created_at", cell=cells.moment),
            ],
        )
    ]
    verbs = [
        Verb("complete", gettext_lazy("Complete"), "check", is_primary=True, fits=lambda task: task.is_open),
        Verb("reopen", gettext_lazy("Reopen"), "arrow-back-up", is_primary=True, fits=lambda task: not task.is_open),
        Verb("postpone", gettext_lazy("Postpone"), "calendar-time", fits=lambda task: task.is_open),
        Verb("edit", gettext_lazy("Edit"), "pencil", key="e"),
        Verb("trash", gettext_lazy("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        rows = super().records().select_related("owner", "team", "done_by", "created_by")
        return rows.with_visible_subject(self.request.user)

    def subtitle(self, task):
        if not task.is_open:
            return [pgettext("a task", "Done")]
        return [pgettext("a task", "Late") if task.is_overdue else pgettext("a task", "Open")]


class TaskCreate(ComposerPage):
    model, icon = Task, ICON
    long_form, short_form = TaskForm, TaskComposerForm
    do = tasks.create
    title = gettext_lazy("New task")
    submit_label = gettext_lazy("Plan it")

    @property
    def is_short(self):
        return bool(self.request.htmx)

    def place_of(self, task):
        if task.about:
            return task.about.get_absolute_url()
        return task.get_absolute_url() if task.pk else self.url("list")

    def also_changed(self, task):
        """What is next with the record may be this task now."""
        step = next_step(self.request, self.subject)
        return format_html('<div id="next-step" hx-swap-oob="innerHTML">{}</div>', step) if step else ""


class TaskEdit(EditPage):
    model, form, icon = Task, TaskForm, ICON
    do = tasks.edit


class TaskTrash(Trash):
    model = Task


class TaskComplete(VerbPage):
    model, form, icon = Task, CompleteForm, ICON
    do = tasks.complete
    title = gettext_lazy("Complete “%(record)s”")
    submit_label = pgettext_lazy("a button", "Done")
    done = gettext_lazy("“%(record)s” is done.")

    def form_options(self, task):
        return {"task": task}


class TaskReopen(VerbPage):
    model = Task
    do = tasks.reopen
    title = gettext_lazy("Reopen “%(record)s”?")
    lead = gettext_lazy("It counts as open again. What was noted when it was done stays on its record.")
    submit_label = gettext_lazy("Reopen")
    done = gettext_lazy("“%(record)s” is open again.")


class TaskPostpone(VerbPage):
    model, form, icon = Task, PostponeForm, ICON
    do = tasks.postpone
    title = gettext_lazy("Postpone “%(record)s”")
    submit_label = gettext_lazy("Postpone")
    done = gettext_lazy("“%(record)s” was put off.")


class TaskCompleteMany(BulkPage):
    model, filter = Task, TaskFilter
    do = tasks.complete_many
    title = gettext_lazy("Complete these tasks?")
    submit_label = gettext_lazy("Complete")


def set_responsible(queryset, *, by, owner) -> int:
    return records.change_many(queryset, by=by, values={"owner": owner})


class TaskOwnerMany(BulkPage):
    model, filter, form = Task, TaskFilter, ResponsibleForm
    do = set_responsible
    title = gettext_lazy("Change person responsible")
    submit_label = gettext_lazy("Change person responsible")


class TaskTrashMany(TrashMany):
    model, filter = Task, TaskFilter
