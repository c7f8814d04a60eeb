from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import Organization, User
from crm.ui.fields import DateInput, MoneyField
from crm.ui.forms import RecordForm, ScopedForm
from indicators.models import Plan

PURPOSE = forms.Textarea(attrs={"rows": 3})


class PlanForm(RecordForm):
    groups = [
        (None, "name", "purpose", "sponsor", "manager", "starts_on", "ends_on", "margin"),
        (_("More"), "tags", "external_id"),
    ]

    class Meta:
        model = Plan
        fields = ["name", "purpose", "sponsor", "manager", "starts_on", "ends_on", "margin", "tags", "external_id"]
        widgets = {"purpose": PURPOSE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("sponsor", "manager"):
            self.fields[name].queryset = User.objects.active()


class ApplyForm(ScopedForm):
    """What a ready plan asks before it becomes one's own."""

    starts_on = forms.DateField(
        label=_("Starts"),
        widget=DateInput(),
        help_text=_("What is compared with is the time before this day."),
    )
    sponsor = forms.ModelChoiceField(
        User.objects.active(), label=_("Sponsor"), help_text=_("Who wants it and pays for it.")
    )
    manager = forms.ModelChoiceField(
        User.objects.active(), label=_("Project manager"), help_text=_("Who leads it and answers for its figures.")
    )
    margin = MoneyField(
        label=_("Contribution margin (%)"),
        max_digits=5,
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("What is left of a sale after its own costs. It can be given later."),
    )
    investment = MoneyField(
        label=_("Investment"),
        min_value=0,
        required=False,
        help_text=_("What the project costs, as far as you know. It can be given later."),
    )
    language = forms.ChoiceField(label=_("Language of the texts"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["starts_on"].initial = today.replace(day=1)
        self.fields["manager"].initial = self.user.pk
        self.fields["language"].initial = Organization.current().language
