"""The log of deliveries: what was sent, what was answered, and once more."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.ui.pages import ListPage, RecordPage, StandardView, VerbPage
from workflow.actions import webhookdelivery as deliveries
from workflow.automation.event import named
from workflow.filters.webhookdelivery import WebhookDeliveryFilter
from workflow.models import WebhookDelivery
from workflow.tables.webhookdelivery import WebhookDeliveryTable, delivery_state

ICON = "send"


class WebhookDeliveryList(ListPage):
    model, filter, table, icon = WebhookDelivery, WebhookDeliveryFilter, WebhookDeliveryTable, ICON
    title = gettext_lazy("Deliveries of webhooks")
    empty_title = gettext_lazy("Nothing was sent yet")
    empty_text = gettext_lazy("Each event on its way to another system is written down here, with the answer.")
    standard_views = [
        StandardView(pgettext_lazy("deliveries", "Failed"), "state=failed"),
        StandardView(pgettext_lazy("deliveries", "Waiting"), "state=waiting"),
    ]


class WebhookDeliveryDetail(RecordPage):
    model, icon = WebhookDelivery, ICON

    def records(self):
        return super().records().select_related("webhook__owner", "record_type")

    def get(self, request, pk):
        delivery = self.record()
        context = {
            "delivery": delivery,
            "title": named(delivery.event),
            "state": delivery_state(delivery.state),
            "answer": f"HTTP {delivery.status}",
            "shows_content": self.may_read(delivery),
            "may_replay": delivery.may_be_replayed and request.user.access.covers("change", delivery.webhook),
        }
        return render(request, "workflow/webhookdelivery/detail.html", context)

    def may_read(self, delivery) -> bool:
        """It holds what the webhook's owner sees: others read it who see the record themselves."""
        if delivery.record_id is None or delivery.webhook.owner_id == self.request.user.pk:
            return True
        model = delivery.model
        return bool(model) and model.objects.visible_to(self.request.user).filter(pk=delivery.record_id).exists()


class WebhookDeliveryReplay(VerbPage):
    model, icon = WebhookDelivery, ICON
    do = deliveries.replay
    title = gettext_lazy("Send %(record)s again?")
    lead = gettext_lazy("With the same id, and the record as it is now.")
    submit_label = gettext_lazy("Send again")
    done = gettext_lazy("It is sent again in a moment.")
