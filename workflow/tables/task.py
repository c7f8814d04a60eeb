from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from crm.ui import cells
from crm.ui.money import number
from crm.ui.routes import page_url, record_url
from crm.ui.table import Column, Table

PRIORITY_COLOURS = {1: "secondary", 3: "yellow", 4: "red"}


def due(value, task):
    """The deadline; a late one says so in a word, not by colour alone."""
    if not task.is_overdue:
        return cells.moment(value)
    late = pgettext("a task", "Late")
    return format_html('<span class="n-badge n-badge--red">{}</span> {}', late, cells.moment(value))


def complete(task) -> str:
    """The way to tick it off, for an open one."""
    if not task.is_open:
        return ""
    url = f"{record_url('workflow:task-complete', task.pk)}?next={page_url('workflow:task-list')}"
    name, verb = _("Complete “%(task)s”") % {"task": task}, pgettext("a task", "Complete")
    return format_html('<a class="btn n-btn-quiet" href="{}" aria-label="{}">{}</a>', url, name, verb)


def priority(value, task=None):
    """What is out of the ordinary, in a word."""
    if value == 2:
        return ""
    return cells.badge(task.get_priority_display(), colour=PRIORITY_COLOURS[value])


def minutes(value, task=None):
    return "" if value is None else _("%(number)s min") % {"number": number(value)}


class TaskTable(Table):
    default_sort = "due_at"
    reads = ("title", "due_at", "done_at", "cancelled_at", "record_type", "record_id")
    columns = [
        Column("title", gettext_lazy("Task"), is_main=True),
        Column("due_at", gettext_lazy("Due"), cell=due, sort="due_at"),
        Column("about", gettext_lazy("About"), lambda task: task.visible_about, cells.link, reads=()),
        Column("type", gettext_lazy("Type")),
        Column("owner", gettext_lazy("Responsible")),
        Column("complete", "", complete, reads=()),
        Column(
            "priority",
            gettext_lazy("Priority"),
            cell=priority,
            is_default=False,
            export=lambda value, task: task.get_priority_display(),
        ),
        Column("start_at", pgettext_lazy("a task", "Start"), cell=cells.moment, is_default=False),
        Column("first_due_at", gettext_lazy("First deadline"), cell=cells.moment, is_default=False),
        Column("done_at", gettext_lazy("Done"), cell=cells.moment, sort="done_at", is_default=False),
        Column("done_by", gettext_lazy("Done by"), is_default=False),
        Column("outcome", pgettext_lazy("a task", "Outcome"), is_default=False),
        Column("estimate_minutes", gettext_lazy("Estimated effort"), cell=minutes, is_default=False),
        Column("spent_minutes", gettext_lazy("Effort spent"), cell=minutes, is_default=False),
        Column("cancelled_at", pgettext_lazy("a task", "Cancelled"), cell=cells.moment, is_default=False),
        Column("cancel_reason", gettext_lazy("Why it was cancelled"), is_default=False),
        Column("team", pgettext_lazy("a task", "Department"), is_default=False),
        Column("tags", gettext_lazy("Tags"), cell=cells.tags, is_default=False),
        Column("created_by", gettext_lazy("Planned by"), is_default=False),
        Column("created_at", gettext_lazy("Created"), cell=cells.moment, sort="created_at", is_default=False),
    ]

    def load(self, queryset):
        return super().load(queryset).with_visible_subject(self.user)

    def row_css(self, task) -> str:
        return "is-late" if task.is_overdue else ""
