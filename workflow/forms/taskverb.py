"""What the verbs of a task ask."""

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.forms.mention import offer_people_in
from crm.models import Activity, Team, User
from crm.ui.fields import DateTimeInput
from crm.ui.forms import ScopedForm
from workflow.forms.choice import TaskChoiceField
from workflow.forms.task import tomorrow_morning
from workflow.models import Task


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
    spent = forms.IntegerField(label=_("Effort spent (minutes)"), min_value=0, max_value=1_000_000, required=False)

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        is_about = task.record_id is not None
        if not (is_about and task.type.is_call):
            del self.fields["outcome"]
        del self.fields["spent" if is_about and task.type.takes_time else "duration"]
        if is_about:
            offer_people_in(self.fields["note"])
        else:
            self.fields["note"].help_text = _("Kept as the outcome of the task.")


class PostponeForm(ScopedForm):
    due_at = forms.DateTimeField(label=_("New date"), widget=DateTimeInput, initial=tomorrow_morning)
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)
    shifts_successors = forms.BooleanField(
        label=_("Move the tasks that wait for it by as much"), required=False, initial=True
    )

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        if task.due_at is None or not Task.objects.visible_to(self.user).open().filter(waits_for__predecessor=task):
            del self.fields["shifts_successors"]


class CancelForm(ScopedForm):
    reason = forms.CharField(label=_("Why will it not be done?"), max_length=200)


class AssignForm(ScopedForm):
    owner = forms.ModelChoiceField(queryset=User.objects.active(), label=_("New person responsible"))
    team = forms.ModelChoiceField(
        queryset=Team.objects.all(),
        label=pgettext_lazy("a task", "Department"),
        required=False,
        help_text=_("Empty means the department of the new person."),
    )


class HandForm(ScopedForm):
    """Onto which column of a board: a person's number, 0 for nobody."""

    stage = forms.IntegerField(label=_("New person responsible"), min_value=0, widget=forms.Select)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read only where the form is shown: a board that moves a card never asks.
        self.fields["stage"].widget.choices = CallableChoiceIterator(self.offered)

    def offered(self):
        people = User.objects.visible_to(self.user).active().order_by("name_fold", "pk")
        return [(0, _("Without a person responsible")), *((one.pk, str(one)) for one in people)]

    def clean(self):
        super().clean()
        number = self.cleaned_data.pop("stage", None)
        if number:
            self.cleaned_data["owner"] = User.objects.visible_to(self.user).filter(pk=number).first()
            if self.cleaned_data["owner"] is None:
                raise forms.ValidationError(_("There is no such person."))
        elif number == 0:
            self.cleaned_data["owner"] = None


class DelegateForm(ScopedForm):
    owner = forms.ModelChoiceField(queryset=User.objects.active(), label=_("Who takes it on?"))
    note = forms.CharField(
        label=_("What should they know?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PeopleForm(ScopedForm):
    people = forms.ModelMultipleChoiceField(queryset=User.objects.active(), label=_("Participants"), required=False)

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].initial = [person.pk for person in task.participants]


class StepForm(ScopedForm):
    text = forms.CharField(label=_("Step"), max_length=200)


class WaitForm(ScopedForm):
    predecessor = TaskChoiceField(label=_("What has to be done before?"))

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, **kwargs)
        offered = self.fields["predecessor"].queryset
        self.fields["predecessor"].queryset = offered.exclude(pk=task.pk)


class ResponsibleForm(ScopedForm):
    owner = forms.ModelChoiceField(queryset=User.objects.active(), label=_("New person responsible"))
