from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms.about import AboutField
from crm.forms.attachment import SeveralFilesField
from crm.models import User
from crm.ui.fields import DateTimeInput
from crm.ui.forms import RecordForm, ScopedForm, form_helper
from workflow.models import Approval


class ApprovalForm(RecordForm):
    about = AboutField(required=False)
    people = forms.ModelMultipleChoiceField(
        queryset=User.objects.active(),
        label=_("Who is asked"),
        help_text=_("Who is away is represented by their substitute."),
    )
    groups = [
        (None, "title", "about", "people", "rule", "due_at", "details"),
        (_("More"), "tags", "external_id"),
    ]

    class Meta:
        model = Approval
        fields = ["title", "rule", "due_at", "details", "tags", "external_id"]
        widgets = {"due_at": DateTimeInput, "details": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].user = self.user
        if self.instance.pk:
            # What is asked, of whom, about what, stays as it was answered.
            for name in ("about", "people", "rule"):
                del self.fields[name]
            self.helper = form_helper(*self._layout())

    def clean(self):
        super().clean()
        if not self.instance.pk:
            self.instance.about = self.cleaned_data.get("about")

    def extras(self):
        return {name: value for name, value in super().extras().items() if name == "people"}


class DecideForm(ScopedForm):
    approves = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("I approve")), ("no", _("I do not approve"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A no needs one."),
    )
    evidence = SeveralFilesField(
        label=_("Evidence"), required=False, max_length=255, help_text=_("Files that your decision rests on.")
    )

    def clean_evidence(self):
        return [file for file in self.cleaned_data["evidence"] or () if file]
