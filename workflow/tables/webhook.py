from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.ui import cells
from crm.ui.table import Column, Table
from workflow.tables.rule import failures, switch


def told(webhook) -> str:
    count = len(webhook.events)
    return ngettext("%(count)s event", "%(count)s events", count) % {"count": count} if count else ""


class WebhookTable(Table):
    columns = [
        Column("name", _("Webhook"), sort="name_fold", is_main=True),
        Column("is_on", _("State"), cell=switch),
        Column("url", _("Address")),
        Column("events", _("What is told"), told),
        Column("failures", _("Failures"), failures),
        Column("owner", _("Owner")),
        Column("created_at", _("Created"), cell=cells.moment, sort="created_at", is_default=False),
        Column("tags", _("Tags"), cell=cells.tags, is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("owner")

    def row_css(self, webhook) -> str:
        return "is-late" if webhook.off_reason else ""
