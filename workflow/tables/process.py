from django.db.models import Count, Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.ui import cells
from crm.ui.table import Column, Table

COLOURS = {"running": "accent", "done": "good", "cancelled": "secondary"}


def state(value, process):
    return cells.badge(process.get_state_display(), colour=COLOURS[process.state])


def progress(value, process):
    return format_html('<span class="num">{} / {}</span>', process.over, process.all)


class ProcessTable(Table):
    default_sort = "-started_at"
    columns = [
        Column("name", _("Process"), sort="name_fold", is_main=True),
        Column("about", _("About"), "visible_about", cells.link),
        Column("state", _("State"), cell=state),
        Column("progress", pgettext_lazy("a process", "Steps"), lambda process: process.over, progress),
        Column("owner", _("Started by")),
        Column("started_at", _("Started"), cell=cells.moment, sort="started_at"),
        Column("ended_at", _("Ended"), cell=cells.moment, is_default=False),
        Column("team", _("Department"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
    ]

    def load(self, queryset):
        over = Count("steps", filter=Q(steps__state__in=("done", "skipped")))
        counted = queryset.annotate(over=over, all=Count("steps"))
        return counted.select_related("owner", "team").with_visible_subject(self.user)
