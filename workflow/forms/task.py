import datetime
import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.forms.about import AboutField
from crm.forms.mention import offer_people
from crm.models import User
from crm.ui.fields import DateInput, DateTimeInput
from crm.ui.forms import RecordForm, form_helper
from workflow.forms.repeat import RuleField
from workflow.models import Recurrence, Task, TaskType
from workflow.models.tasktype import TODO


class TaskForm(RecordForm):
    """About any record, or none."""

    about = AboutField(required=False)
    people = forms.ModelMultipleChoiceField(
        queryset=User.objects.active(),
        label=_("Participants"),
        required=False,
        help_text=_("They see the task and hear of it, beside the person responsible."),
    )
    steps = forms.CharField(
        label=_("Checklist"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One step a line."),
    )
    repeats = RuleField(label=_("Comes again"), empty=_("Only once"), required=False)
    repeat_shift = forms.ChoiceField(label=_("On a day without work"), choices=Recurrence.SHIFTS, required=False)
    repeat_until = forms.DateField(label=_("Until"), required=False, widget=DateInput)
    all_following = forms.BooleanField(
        label=_("Change the turns that follow too"),
        required=False,
        help_text=_("What it is, its details, who does it; not its deadline."),
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    groups = [
        (None, "title", "type", "due_at", "about", "owner", "priority", "description", "all_following", "form_key"),
        (_("People and steps"), "people", "team", "steps"),
        (_("Repetition"), "repeats", "repeat_shift", "repeat_until"),
        (_("More"), "start_at", "estimate_minutes", "spent_minutes", "tags", "external_id"),
    ]

    class Meta:
        model = Task
        fields = [
            "title", "type", "due_at", "owner", "priority", "description", "team", "start_at", "estimate_minutes",
            "spent_minutes", "tags", "external_id",
        ]  # fmt: skip
        widgets = {
            "due_at": DateTimeInput,
            "start_at": DateTimeInput,
            "description": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].user = self.user
        self.fields["owner"].label = _("Responsible")
        self.fields["team"].label = pgettext_lazy("a task", "Department")
        if self.instance.pk:
            self.fields["about"].initial = self.instance.about
            self.fields["people"].initial = [person.pk for person in self.instance.participants]
            for name in ("form_key", "steps", "repeats", "repeat_shift", "repeat_until"):
                del self.fields[name]
            if not self.instance.repeats:
                del self.fields["all_following"]
        else:
            self.fields["form_key"].initial = secrets.token_urlsafe(16)
            self.fields["owner"].initial = self.user
            self.fields["repeats"].offer(self.data.get("repeats") or self.initial.get("repeats"))
            del self.fields["all_following"]
            self.fields["type"].initial = TaskType.objects.filter(key=TODO).first
        self.fields["priority"].required = False
        offer_people(self.fields, Task)
        self.helper = form_helper(*self._layout())

    def clean_priority(self):
        """Not asked is as it was, which for a new one is normal."""
        return self.cleaned_data["priority"] or self.instance.priority

    def clean_steps(self):
        return [line.strip() for line in self.cleaned_data["steps"].splitlines() if line.strip()]

    def clean(self):
        super().clean()
        if self.cleaned_data.get("repeats") and not self.cleaned_data.get("due_at"):
            self.add_error("due_at", _("What comes again needs a deadline to begin with."))
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

    asked = ["title", "type", "due_at", "owner"]
    groups = [(None, *asked)]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required = {name for name in self.custom_names if self.fields[name].required}
        self.custom_names = {name: key for name, key in self.custom_names.items() if name in required}
        asked = [*self.asked, *self.custom_names, "about", "form_key", "version"]
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
