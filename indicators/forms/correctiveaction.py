from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.forms import RecordForm, ScopedForm
from indicators.models import CorrectiveAction

TEXT = forms.Textarea(attrs={"rows": 4})


class CorrectiveActionForm(RecordForm):
    groups = [
        (None, "title", "indicator", "owner", "due_on", "hypothesis", "remedy"),
        (_("More"), "check_periods", "team", "tags", "external_id"),
    ]

    class Meta:
        model = CorrectiveAction
        fields = [
            "title", "indicator", "owner", "due_on", "hypothesis", "remedy", "check_periods", "team", "tags",
            "external_id",
        ]  # fmt: skip
        widgets = {"hypothesis": TEXT, "remedy": TEXT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].label = _("Responsible")
        self.fields["owner"].queryset = User.objects.active()
        if self.instance.pk:
            # It was opened for this figure; another figure is another action.
            del self.fields["indicator"]


class CarryOutForm(ScopedForm):
    hypothesis = forms.CharField(label=_("Why we think it happened"), widget=TEXT, max_length=5000)
    remedy = forms.CharField(label=_("What was done about it"), widget=TEXT, max_length=5000)


class DismissForm(ScopedForm):
    result = forms.CharField(label=_("Why nothing has to be done"), widget=TEXT, max_length=5000)
