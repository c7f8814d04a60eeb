from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from crm.ui import cells
from crm.ui.pages import BulkAction, BulkPage, DetailPage, EditPage, Fact, ListPage, Mode, StandardView, Verb
from crm.views.composer import ComposerPage
from crm.views.record import Trash, TrashMany
from workflow.actions import task as tasks
from workflow.filters.task import TaskFilter
from workflow.forms.task import TaskComposerForm, TaskForm
from workflow.forms.taskverb import ResponsibleForm
from workflow.models import Task
from workflow.panels.task import next_step
from workflow.panels.taskpart import checklist_of
from workflow.recurring import says
from workflow.tables.task import TaskTable, due, minutes, priority

ICON = "checkbox"
MODES = [
    Mode("list", gettext_lazy("List"), "list"),
    Mode("board", gettext_lazy("Board"), "layout-kanban"),
    Mode("calendar", gettext_lazy("Calendar"), "calendar-month"),
]
COLUMNS_OF_DONE = "title,about,type,owner,done_at,done_by"


class Tasks:
    """What list, board and calendar of tasks share."""

    model, filter, icon, modes = Task, TaskFilter, ICON, MODES
    create_label = gettext_lazy("New task")
    standard_views = [
        StandardView(pgettext_lazy("tasks", "Mine"), "mine=true"),
        StandardView(pgettext_lazy("tasks", "Late"), "mine=true&state=late"),
        StandardView(pgettext_lazy("tasks", "Late in the team"), "state=late"),
        StandardView(gettext_lazy("Today"), "mine=true&state=today"),
        StandardView(gettext_lazy("Next 7 days"), "mine=true&state=next"),
        StandardView(pgettext_lazy("tasks", "Done"), f"state=done&sort=-done_at&columns={COLUMNS_OF_DONE}", False),
    ]


class TaskList(Tasks, ListPage):
    table = TaskTable
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


def is_open(task):
    return task.is_open


class TaskDetail(DetailPage):
    model, icon, template = Task, ICON, "workflow/task/detail.html"
    lead = [
        Fact("due_at", gettext_lazy("Due"), cell=due, icon="calendar-due"),
        Fact("owner", gettext_lazy("Responsible"), icon="user"),
        Fact("visible_about", gettext_lazy("About"), cell=cells.link, icon="link"),
        Fact("priority", cell=priority, icon="flag"),
    ]
    facts = [
        (
            gettext_lazy("What is to be done"),
            [
                Fact("type", field="type"),
                Fact("priority", accessor=lambda task: task.get_priority_display(), field="priority"),
                Fact("start_at", cell=cells.moment, field="start_at"),
                Fact("due_at", gettext_lazy("Due"), cell=due, field="due_at"),
                Fact("recurrence", gettext_lazy("Comes again"), lambda task: says_again(task)),
                Fact("first_due_at", accessor=lambda task: moved(task), cell=cells.moment),
                Fact("description", cell=cells.long_text, field="description"),
                Fact("team", pgettext_lazy("a task", "Department"), field="team"),
                Fact("estimate_minutes", gettext_lazy("Estimated effort"), cell=minutes, field="estimate_minutes"),
                Fact("spent_minutes", gettext_lazy("Effort spent"), cell=minutes, field="spent_minutes"),
                Fact("tags", cell=cells.tags, field="tags"),
                Fact("outcome", cell=cells.long_text),
                Fact("done_at", cell=cells.moment),
                Fact("done_by"),
                Fact("cancelled_at", cell=cells.moment),
                Fact("cancelled_by"),
                Fact("cancel_reason"),
                Fact("created_by"),
                Fact("created_at", cell=cells.moment),
            ],
        )
    ]
    verbs = [
        Verb("complete", gettext_lazy("Complete"), "check", is_primary=True, fits=is_open),
        Verb("reopen", gettext_lazy("Reopen"), "arrow-back-up", is_primary=True, fits=lambda task: not task.is_open),
        Verb("take", pgettext_lazy("a task", "Take it"), "user-check", method="post", fits=is_open),
        Verb("postpone", gettext_lazy("Postpone"), "calendar-time", fits=is_open),
        Verb("assign", gettext_lazy("Change person responsible"), "user", fits=is_open),
        Verb("delegate", pgettext_lazy("a task", "Delegate"), "share", fits=is_open),
        Verb("people", gettext_lazy("Participants"), "users"),
        Verb("wait", gettext_lazy("Wait for another task"), "hourglass", fits=is_open),
        Verb("repeat", gettext_lazy("Repeat"), "repeat", fits=lambda task: task.is_open and task.due_at is not None),
        Verb("stop-repeating", gettext_lazy("Stop repeating"), "player-stop", fits=lambda task: task.repeats),
        Verb("edit", gettext_lazy("Edit"), "pencil", key="e"),
        Verb("cancel", pgettext_lazy("a task", "Cancel it"), "ban", fits=is_open, is_destructive=True),
        Verb("trash", gettext_lazy("Move to trash"), "trash", action="delete", is_destructive=True),
    ]

    def records(self):
        links = ("owner", "team", "done_by", "created_by", "cancelled_by", "type", "recurrence")
        return super().records().select_related(*links).with_visible_subject(self.request.user)

    def fits(self, verb, task) -> bool:
        """One takes what is another's, and delegates what is one's own."""
        is_mine = task.owner_id == self.request.user.pk
        if (verb.name == "take" and is_mine) or (verb.name == "delegate" and not is_mine):
            return False
        return super().fits(verb, task)

    def subtitle(self, task):
        if task.done_at is not None:
            return [pgettext("a task", "Done")]
        if task.cancelled_at is not None:
            return [pgettext("a task", "Cancelled")]
        return [pgettext("a task", "Late") if task.is_overdue else pgettext("a task", "Open")]

    def context(self, task):
        return super().context(task) | {"checklist": checklist_of(self.request, task)}


def says_again(task):
    if not task.repeats:
        return ""
    text = says(task.recurrence.rule)
    if task.recurrence.ends_on is None:
        return text
    return _("%(text)s until %(date)s") % {"text": text, "date": cells.date(task.recurrence.ends_on)}


def moved(task):
    """The first deadline, where it is no longer the present one."""
    return task.first_due_at if task.first_due_at != task.due_at else None


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


class TaskCompleteMany(BulkPage):
    model, filter = Task, TaskFilter
    do = tasks.complete_many
    title = gettext_lazy("Complete these tasks?")
    submit_label = gettext_lazy("Complete")


class TaskOwnerMany(BulkPage):
    model, filter, form = Task, TaskFilter, ResponsibleForm
    do = tasks.assign_many
    title = gettext_lazy("Change person responsible")
    submit_label = gettext_lazy("Change person responsible")


class TaskTrashMany(TrashMany):
    model, filter = Task, TaskFilter
