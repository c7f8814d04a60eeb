from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table
from workflow.tables.rule import run_state


def record(run):
    """The record it is about, once `with_records` has looked for it; one that the reader may not see says so."""
    return run.seen_record


class RuleRunTable(Table):
    default_sort = "-id"
    columns = [
        Column("rule", _("Automation"), lambda run: run.rule.name, is_main=True),
        Column("record", _("Record"), record, cells.link),
        Column("state", _("State"), lambda run: run_state(run.state)),
        Column("reason", _("Reason")),
        Column("id", _("Set off"), "created_at", cells.moment, sort="id"),
        Column("finished_at", _("Ended"), cell=cells.moment, is_default=False),
        Column("depth", _("Set off by other automations before"), is_default=False, css="num"),
    ]

    def load(self, queryset):
        return queryset.select_related("rule").with_records(self.user)
