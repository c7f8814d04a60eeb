import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.ui.filters import RecordFilter
from workflow.models import Webhook, WebhookDelivery


class WebhookDeliveryFilter(RecordFilter):
    """Looked for by the event's id, as the receiver knows it."""

    q = django_filters.CharFilter(field_name="event_id", label=_("Search"), widget=forms.HiddenInput)
    state = django_filters.MultipleChoiceFilter(choices=WebhookDelivery.STATES, label=_("State"))
    webhook = django_filters.ModelMultipleChoiceFilter(queryset=Webhook.objects.all(), label=_("Webhook"))

    class Meta:
        model = WebhookDelivery
        fields = []
