"""How a task comes again, as people choose it."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.ui.fields import DateInput
from crm.ui.forms import ScopedForm
from workflow.models import Recurrence
from workflow.recurring import BadRule, says
from workflow.recurring.rule import parts_of

USUAL = [
    "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY",
]  # fmt: skip


class RuleField(forms.ChoiceField):
    """The usual repetitions, and any other that was understood from a line."""

    def __init__(self, *, empty="", **options):
        self.empty = [("", empty)] if empty else []
        super().__init__(choices=self.offered, **options)

    def offered(self, *more):
        rules = dict.fromkeys([*USUAL, *more])
        return [*self.empty, *((rule, capfirst(says(rule))) for rule in rules)]

    def offer(self, rule):
        """Offer this one too, if it is one."""
        if rule and self.valid_value(rule):
            self.choices = self.offered(rule)

    def valid_value(self, value):
        if not value:
            return bool(self.empty)
        try:
            parts_of(str(value))
        except BadRule:
            return False
        return True


class RepeatForm(ScopedForm):
    rule = RuleField(label=_("How often?"))
    shift = forms.ChoiceField(label=_("On a day without work"), choices=Recurrence.SHIFTS)
    ends_on = forms.DateField(label=_("Until"), required=False, widget=DateInput)
