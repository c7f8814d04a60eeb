from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table


class AbsenceTable(Table):
    default_sort = "starts_on"
    reads = ("owner", "starts_on", "ends_on")
    columns = [
        Column("owner", _("Person"), is_main=True),
        Column("starts_on", _("First day"), cell=cells.date, sort="starts_on"),
        Column("ends_on", _("Last day"), cell=cells.date, sort="ends_on"),
        Column("substitute", _("Substitute")),
        Column("reason", _("Reason")),
        Column("team", _("Team"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
    ]

    def load(self, queryset):
        return super().load(queryset).select_related("owner")
