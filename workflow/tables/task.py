from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm.ui import cells
from crm.ui.table import Column, Table


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
    url = reverse("workflow:task-complete", args=[task.pk]) + "?next=" + reverse("workflow:task-list")
    name, verb = _("Complete “%(task)s”") % {"task": task}, pgettext("a task", "Complete")
    return format_html('<a class="btn n-btn-quiet" href="{}" aria-label="{}">{}</a>', url, name, verb)


class TaskTable(Table):
    default_sort = "due_at"
    columns = [
        Column("title", gettext_lazy("Task"), is_main=True),
        Column("due_at", gettext_lazy("Due"), cell=due, sort="due_at"),
        Column("about", gettext_lazy("About"), lambda task: task.visible_about, cells.link),
        Column("kind", gettext_lazy("Type"), lambda task: task.get_kind_display()),
        Column("owner", gettext_lazy("Responsible")),
        Column("complete", "", complete),
        Column("done_at", gettext_lazy("Done"), cell=cells.moment, sort="done_at", is_default=False),
        Column("done_by", gettext_lazy("Done by"), is_default=False),
        Column("team", gettext_lazy("Team"), is_default=False),
        Column("tags", gettext_lazy("Tags"), cell=cells.tags, is_default=False),
        Column("created_at", gettext_lazy("Created"), cell=cells.moment, sort="created_at", is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("owner", "team", "done_by").with_visible_subject(self.user)

    def row_css(self, task) -> str:
        return "is-late" if task.is_overdue else ""
