from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.fields import DateInput, DateTimeInput
from crm.ui.forms import ScopedForm
from workflow.forms.repeat import RuleField
from workflow.models import ProcessSchedule


class ScheduleForm(ScopedForm):
    """When a template starts by itself; opened with what holds now."""

    starter = forms.ModelChoiceField(
        queryset=User.objects.active(),
        label=_("Who starts it"),
        help_text=_("It is started in this person's name and with their rights."),
    )
    rule = RuleField(label=_("How often?"))
    starts_at = forms.DateTimeField(label=_("First start"), widget=DateTimeInput)
    shift = forms.ChoiceField(label=_("On a day without work"), choices=ProcessSchedule.SHIFTS)
    ends_on = forms.DateField(label=_("Until"), required=False, widget=DateInput)

    def __init__(self, *args, template, user, **kwargs):
        schedule = getattr(template, "schedule", None)
        super().__init__(*args, user=user, initial=kept(schedule) if schedule else {"starter": user.pk}, **kwargs)
        self.fields["rule"].offer(self.data.get("rule") or self.initial.get("rule"))


def kept(schedule) -> dict:
    """What comes next is the first start of a plan that is changed."""
    names = ("starter", "rule", "shift", "ends_on")
    starts_at = schedule.next_slot or schedule.starts_at
    return {name: getattr(schedule, name) for name in names} | {"starts_at": timezone.localtime(starts_at)}
