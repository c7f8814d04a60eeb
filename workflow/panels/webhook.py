"""The last deliveries on the page of a webhook."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.ui.panel import Panel
from workflow.automation.event import named
from workflow.models import WebhookDelivery
from workflow.tables.webhookdelivery import delivery_state


class Deliveries(Panel):
    key, title, icon = "deliveries", _("Deliveries"), "send"
    position = 10
    template = "workflow/webhook/_deliveries.html"
    empty_text = _("Nothing was sent yet.")

    def rows(self, request, webhook):
        return WebhookDelivery.objects.visible_to(request.user).filter(webhook=webhook)

    def all_url(self, request, webhook):
        return f"{reverse('workflow:webhookdelivery-list')}?webhook={webhook.pk}"

    def context(self, request, record, rows):
        return {"deliveries": [(one, named(one.event), delivery_state(one.state)) for one in rows]}
