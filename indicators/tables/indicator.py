from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table
from indicators.ui.status import indicator_status


class IndicatorTable(Table):
    reads = ("name", "kpi_key", "status", "signal")
    columns = [
        Column("name", _("Indicator"), str, sort="name_fold", is_main=True),
        Column("status", _("Status"), cell=indicator_status),
        Column("status_since", _("Since"), cell=cells.date),
        Column("cadence", _("Measured"), lambda one: one.get_cadence_display()),
        Column("accountable", _("Who answers for it")),
        Column("plan", _("Plan"), "seen_plan", cells.link),
        Column("measured_by", _("Who measures"), is_default=False),
        Column("kpi_key", _("Metric"), lambda one: one.label, is_default=False),
        Column("is_headline", _("Headline figure"), cell=cells.yes_no, is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
    ]

    def load(self, queryset):
        queryset = queryset.select_related("accountable", "measured_by")
        return queryset.with_plan(self.user)
