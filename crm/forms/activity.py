import datetime
import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.forms.about import AboutField
from crm.forms.mention import offer_people
from crm.models import Activity
from crm.ui.fields import DateTimeInput
from crm.ui.forms import RecordForm, form_helper

# What each kind asks beside the text; a note is only a text.
ASKED = {
    "note": ("body",),
    "call": ("body", "outcome", "duration", "occurred_at"),
    "email": ("subject", "body", "occurred_at"),
    "meeting": ("subject", "body", "duration", "occurred_at"),
}
TEXTS = {
    "note": _("Note"),
    "call": _("What was said"),
    "email": _("What was written"),
    "meeting": _("What was agreed"),
}


class ActivityForm(RecordForm):
    """An activity on any record. A new one chooses its kind; later the kind decides what is asked."""

    may_choose_kind = True
    about = AboutField()
    groups = [(None, "about", "kind", "body", "subject", "outcome", "duration", "occurred_at", "tags")]

    class Meta:
        model = Activity
        fields = ["kind", "subject", "body", "outcome", "duration", "occurred_at", "tags"]
        widgets = {
            "body": forms.Textarea(attrs={"rows": 5}),
            "occurred_at": DateTimeInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].user = self.user
        if self.instance.pk:
            self.fields["about"].initial = self.instance.about
        self.fields["occurred_at"].required = False
        offer_people(self.fields, Activity)
        if self.instance.pk or not self.may_choose_kind:
            self.fields["kind"].widget = forms.HiddenInput()
            self.ask_for(self.data.get("kind") or self.initial.get("kind"))
        self.helper = form_helper(*self._layout())

    def ask_for(self, kind):
        kind = kind if kind in ASKED else "note"
        for name in {"subject", "body", "outcome", "duration", "occurred_at"} - set(ASKED[kind]):
            del self.fields[name]
        self.fields["body"].label = TEXTS[kind]

    def clean_occurred_at(self):
        """The box knows minutes only: what happened in this one happened now."""
        now = timezone.now()
        moment = self.cleaned_data["occurred_at"] or now
        if moment > now + datetime.timedelta(minutes=5):
            raise forms.ValidationError(_("This lies in the future. What is to be done is a task."))
        return now if abs(now - moment) < datetime.timedelta(minutes=1) and not self.instance.pk else moment

    def clean(self):
        super().clean()
        if (
            self.cleaned_data.get("kind") == "note"
            and not self.cleaned_data.get("body")
            and "body" not in self.errors
        ):
            self.add_error("body", _("Write what the note says."))
        self.instance.about = self.cleaned_data.get("about") or self.instance.about


class ComposerForm(ActivityForm):
    """The short form on a record's page: about is that record, and one form is kept once."""

    may_choose_kind = False
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    groups = [(None, "body", "subject", "outcome", "duration", "occurred_at")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["tags"]
        self.fields["about"].widget = forms.HiddenInput()
        self.fields["form_key"].initial = secrets.token_urlsafe(16)
        self.fields["body"].widget.attrs["rows"] = 3
        self.helper = form_helper(*self._layout())
