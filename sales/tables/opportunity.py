from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table
from sales.ui import cells as sales_cells
from workflow.models import Task

SUBJECT = ("record_type", "record_id")
AGE = ("stage_since", "stage__days_until_stale")
CHANCE = ("probability", "stage__probability")


class OpportunityTable(Table):
    default_sort = "-updated_at"
    reads = ("name", "state", "company", "currency", "closes_on", "excuse")
    columns = [
        Column("name", _("Name"), sort="name_fold", is_main=True),
        Column("company", _("Company"), cell=cells.link, reads=()),
        Column("stage", _("Stage"), cell=sales_cells.stage),
        Column("amount", _("Amount"), cell=cells.amount, sort="amount", css="num"),
        Column("closes_on", _("Expected to close"), cell=sales_cells.closing, sort="closes_on"),
        Column("next_task", _("Next task"), cell=sales_cells.next_task, reads=()),
        Column("owner", _("Owner")),
        Column(
            "stage_since",
            _("In this stage"),
            cell=sales_cells.stage_age,
            sort="stage_since",
            is_default=False,
            reads=AGE,
        ),
        Column("pipeline", _("Pipeline"), is_default=False),
        Column("state", _("Status"), lambda one: one.get_state_display(), is_default=False),
        Column("chance", _("Probability"), cell=sales_cells.percent, css="num", is_default=False, reads=CHANCE),
        Column(
            "weighted",
            _("Weighted amount"),
            cell=cells.amount,
            css="num",
            is_default=False,
            reads=("amount", *CHANCE),
        ),
        Column("currency", _("Currency"), is_default=False),
        Column("source", _("Source"), is_default=False),
        Column("lost_reason", _("Reason for losing"), is_default=False),
        Column("team", _("Team"), is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("opened_at", _("Opened"), cell=cells.moment, sort="opened_at", is_default=False),
        Column("closed_at", _("Closed"), cell=cells.moment, sort="closed_at", is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("updated_at", _("Changed"), cell=cells.moment, sort="updated_at", is_default=False),
    ]

    def load(self, queryset):
        return with_next_task(super().load(queryset), self.user).with_company(self.user)

    def row_css(self, record):
        return "is-late" if record.is_overdue else ""


def with_next_task(queryset, user):
    tasks = (
        Task.objects.open().visible_to(user).next_first().only("title", "due_at", "done_at", "cancelled_at", *SUBJECT)
    )
    return queryset.prefetch_related(Prefetch("tasks", tasks, to_attr="open_tasks"))
