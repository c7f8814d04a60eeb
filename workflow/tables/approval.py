from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from crm.ui import cells
from crm.ui.table import Column, Table

COLOURS = {"open": "warn", "approved": "good", "rejected": "bad", "cancelled": "secondary"}


def state(value, approval):
    return cells.badge(approval.get_state_display(), colour=COLOURS[approval.state])


def due(value, approval):
    """A late one says so in a word."""
    if not approval.is_overdue:
        return cells.moment(value)
    late = pgettext("an approval", "Late")
    return format_html('<span class="n-badge n-badge--bad">{}</span> {}', late, cells.moment(value))


class ApprovalTable(Table):
    default_sort = "-created_at"
    columns = [
        Column("title", _("What is to be approved"), sort="name_fold", is_main=True),
        Column("about", _("About"), "visible_about", cells.link),
        Column("state", _("State"), cell=state),
        Column("owner", _("Asked by")),
        Column("due_at", _("Due"), cell=due, sort="due_at"),
        Column("created_at", _("Asked"), cell=cells.moment, sort="created_at"),
        Column("decided_at", _("Decided"), cell=cells.moment, is_default=False),
        Column("team", _("Team"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("owner", "team").with_visible_subject(self.user)
