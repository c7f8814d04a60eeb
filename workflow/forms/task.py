import datetime
import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.forms.about import AboutField
from crm.models import Activity, User
from crm.ui.fields import DateTimeInput
from crm.ui.forms import RecordForm, ScopedForm, form_helper
from workflow.models import Task


class TaskForm(RecordForm):
    """About any record, or none."""

    about = AboutField(required=False)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    groups = [
        (None, "title", "kind", "due_at", "about", "owner", "description", "form_key"),
        (_("More"), "team", "tags", "external_id"),
    ]

    class Meta:
        model = Task
        fields = ["title", "kind", "due_at", "owner", "description", "team", "tags", "external_id"]
        widgets = {"due_at": DateTimeInput, "description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].user = self.user
        self.fields["owner"].label = _("Responsible")
        if self.instance.pk:
            self.fields["about"].initial = self.instance.about
            del self.fields["form_key"]
        else:
            self.fields["form_key"].initial = secrets.token_urlsafe(16)
            self.fields["owner"].initial = self.user
        self.helper = form_helper(*self._layout())

    def clean(self):
        super().clean()
        if self.keeps_hidden_subject():
            self.cleaned_data["about"] = self.instance.about
        self.instance.about = self.cleaned_data.get("about")

    def keeps_hidden_subject(self) -> bool:
        """A record the editor cannot see was never in the form, so its absence means nothing."""
        about = self.instance.about if self.instance.pk else None
        return (
            about is not None
            and not self.cleaned_data.get("about")
            and not type(about).objects.visible_to(self.user).filter(pk=about.pk).exists()
        )


class TaskComposerForm(TaskForm):
    """The short form on a record's page: about is that record, due tomorrow unless said otherwise."""

    groups = [(None, "title", "kind", "due_at", "owner")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required = {name for name in self.custom_names if self.fields[name].required}
        self.custom_names = {name: key for name, key in self.custom_names.items() if name in required}
        asked = ["title", "kind", "due_at", "owner", *self.custom_names, "about", "form_key", "version"]
        for name in set(self.fields) - set(asked):
            del self.fields[name]
        self.fields["about"].widget = forms.HiddenInput()
        self.fields["due_at"].initial = tomorrow_morning
        self.helper = form_helper(*asked)


def tomorrow_morning():
    """Nine o'clock of the next working day where the reader is."""
    day = timezone.localtime() + datetime.timedelta(days=1)
    while day.weekday() > 4:
        day += datetime.timedelta(days=1)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


class CompleteForm(ScopedForm):
    """What came of it; a call tells its outcome."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "---------"), *Activity.OUTCOMES], required=False)
    duration = forms.IntegerField(label=_("Duration in minutes"), min_value=0, max_value=1440, required=False)
    note = forms.CharField(
        label=_("What came of it?"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept as an activity of the record the task is about."),
    )

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        if task.kind != "call" or task.record_id is None:
            del self.fields["outcome"]
        if task.kind not in ("call", "meeting", "visit") or task.record_id is None:
            del self.fields["duration"]
        if task.record_id is None:
            del self.fields["note"]


class PostponeForm(ScopedForm):
    due_at = forms.DateTimeField(label=_("New date"), widget=DateTimeInput, initial=tomorrow_morning)


class ResponsibleForm(ScopedForm):
    owner = forms.ModelChoiceField(queryset=User.objects.active(), label=_("New person responsible"))
