from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table


def summary(activity) -> str:
    """The subject, else how the text begins, else the kind."""
    return activity.subject or Truncator(activity.body).chars(90) or activity.get_kind_display()


class ActivityTable(Table):
    default_sort = "-occurred_at"
    columns = [
        Column("summary", _("Activity"), summary, is_main=True),
        Column("kind", _("Kind"), lambda activity: activity.get_kind_display()),
        Column("about", _("About"), lambda activity: activity.visible_about, cells.link),
        Column("occurred_at", _("When"), cell=cells.moment, sort="occurred_at"),
        Column("owner", _("By")),
        Column("outcome", _("Outcome"), lambda activity: activity.get_outcome_display()),
        Column("duration", _("Minutes"), cell=cells.number, css="num", is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("owner").defer("search").with_visible_subject(self.user)
