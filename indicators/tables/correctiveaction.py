from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from crm.ui import cells
from crm.ui.table import Column, Table
from indicators.ui.status import action_state


def due(value, action):
    """The day; a late one says so in a word, not by colour alone."""
    if not action.is_overdue:
        return cells.date(value)
    late = pgettext("a corrective action", "Late")
    return format_html('<span class="n-badge n-badge--red">{}</span> {}', late, cells.date(value))


class CorrectiveActionTable(Table):
    default_sort = "due_on"
    reads = ("due_on", "state", "snapshot", "indicator")
    columns = [
        Column("title", _("Corrective action"), sort="name_fold", is_main=True),
        Column("state", _("State"), cell=action_state),
        Column("due_on", _("Due"), cell=due, sort="due_on"),
        Column("owner", _("Responsible")),
        Column("indicator", _("Indicator"), "seen_indicator", cells.link),
        Column("cause", _("Cause"), lambda action: action.get_cause_display()),
        Column("opened_at", _("Opened"), cell=cells.moment, is_default=False),
        Column("closed_at", _("Closed"), cell=cells.moment, is_default=False),
        Column("hypothesis", _("Why we think it happened"), cell=cells.long_text, is_default=False),
        Column("remedy", _("What we do about it"), cell=cells.long_text, is_default=False),
        Column("team", _("Team"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("owner", "team").with_indicator(self.user)

    def row_css(self, action) -> str:
        return "is-late" if action.is_overdue else ""
