from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table
from indicators.ui.status import plan_state

GOALS = Count("goals", filter=Q(goals__deleted_at__isnull=True))


class PlanTable(Table):
    columns = [
        Column("name", _("Plan"), sort="name_fold", is_main=True),
        Column("state", _("State"), cell=plan_state),
        Column("sponsor", _("Sponsor")),
        Column("manager", _("Project manager")),
        Column("starts_on", _("Starts"), cell=cells.date),
        Column("ends_on", _("Ends"), cell=cells.date),
        Column("goal_count", _("Goals"), cell=cells.number, css="num"),
        Column("activated_at", _("Activated"), cell=cells.moment, is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("updated_at", _("Changed"), cell=cells.moment, sort="updated_at", is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("sponsor", "manager").annotate(goal_count=GOALS)
