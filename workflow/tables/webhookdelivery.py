from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table
from workflow.automation.event import named
from workflow.models import WebhookDelivery

COLOURS = {"delivered": "green", "failed": "red", "dropped": "yellow"}


def delivery_state(state):
    return cells.badge(dict(WebhookDelivery.STATES)[state], colour=COLOURS.get(state, "secondary"))


class WebhookDeliveryTable(Table):
    default_sort = "-id"
    columns = [
        Column("event", _("Event"), lambda one: named(one.event), is_main=True),
        Column("webhook", _("Webhook")),
        Column("state", _("State"), lambda one: delivery_state(one.state)),
        Column("status", _("Answer"), css="num"),
        Column("attempts", _("Attempts"), css="num"),
        Column("error", _("Error"), is_default=False),
        Column("id", _("Happened"), "occurred_at", cells.moment, sort="id"),
        Column("finished_at", _("Ended"), cell=cells.moment, is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("webhook")
