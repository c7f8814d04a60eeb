from django import forms
from django.utils.translation import gettext_lazy as _

from crm.ui.forms import RecordForm
from workflow.automation.event import choices_for
from workflow.models import Webhook


class WebhookForm(RecordForm):
    """An address, and the events it is told: those of records that who fills it in may see."""

    events = forms.MultipleChoiceField(
        label=_("What is told"),
        required=False,
        help_text=_("None chosen: only automations call it."),
    )
    groups = [(None, "name", "url", "events"), (_("More"), "tags", "external_id")]

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "tags", "external_id"]
        widgets = {"url": forms.URLInput(attrs={"placeholder": "https://"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = choices_for(self.user)
