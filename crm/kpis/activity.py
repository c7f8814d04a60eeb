"""What people do with customers."""

from django.utils.translation import gettext_lazy as _

from crm.kpis.facts import OWNED
from crm.measures import Count, Dimension, Direction, Grain, register
from crm.models import Activity


@register
class Activities(Count):
    key = "adm.activities"
    label = _("Activities")
    better = Direction.CONTEXT
    grain = Grain.WEEK
    subject = Activity
    placed_by = "occurred_at"
    changing = ("occurred_at", "owner", "kind")
    dimensions = {
        "owner": OWNED["owner"],
        "kind": Dimension(_("kind"), "kind", choices=lambda: dict(Activity.KINDS)),
    }
    guard = "sal.win_rate_decided"
    pitfalls = _("Many are not good by themselves: read them beside the win rate.")
