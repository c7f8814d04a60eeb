"""A calendar as people write it: a line of windows for each weekday, a line for each special day."""

from crispy_forms.layout import Fieldset
from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.forms.plain import PlainForm
from crm.forms.profile import time_zones
from crm.models import Organization, Team
from crm.ui.fields import DateInput
from crm.ui.forms import ScopedForm, form_helper
from workflow.calendars import brazil
from workflow.calendars.written import (
    Unreadable,
    day_of,
    kept_day,
    kept_windows,
    read_days,
    read_windows,
    windows_of,
    write_days,
    write_windows,
)
from workflow.models import Calendar, CalendarVersion
from workflow.models.calendar import regions

LINES = forms.Textarea(attrs={"rows": 4})


class WindowsField(forms.CharField):
    """ "08:00-12:00, 13:30-18:00", kept as [["08:00", "12:00"], …]."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=200, **options)

    def clean(self, value):
        try:
            return kept_windows(read_windows(super().clean(value)))
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from None


class DaysField(forms.CharField):
    """A line for each day: "24/12 08:00-12:00 Christmas Eve"."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=20_000, widget=LINES, **options)

    def clean(self, value):
        try:
            return [kept_day(day) for day in read_days(super().clean(value))]
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from None


class RulesForm(ScopedForm):
    """What a version says; `rules()` are its columns."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    region = forms.ChoiceField(label=_("Legal holidays of"), choices=regions, required=False)
    optional_days = forms.MultipleChoiceField(
        label=_("Days off that no law asks for"),
        choices=[(name, name) for name in brazil.OPTIONAL_DAYS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    holidays = DaysField(
        label=_("Own and municipal holidays"),
        help_text=_(
            "One a line: 25/01 for every year, 25/01/2027 for one. With hours (24/12 08:00-12:00 Christmas Eve)"
            " it is half a holiday, and only the usual hours within them are worked."
        ),
    )
    exceptions = DaysField(
        label=_("Exceptions"),
        help_text=_(
            "Days with hours of their own, whatever else they are: 19/12/2026 08:00-12:00 Stock-taking makes a"
            " Saturday worked; without hours the day is closed."
        ),
    )
    note = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            self.fields[f"day_{number}"] = WindowsField(
                label=name, widget=forms.TextInput(attrs={"placeholder": pgettext_lazy("a day", "Closed")})
            )
        self.helper = form_helper(*self.layout())

    def layout(self):
        days = [f"day_{number}" for number in WEEKDAYS]
        return [
            *self.first,
            Fieldset(_("Hours of work"), *days, "time_zone", css_class="n-week"),
            Fieldset(_("Holidays"), "region", "optional_days", "holidays"),
            Fieldset(_("Exceptions"), "exceptions", "note"),
        ]

    first: tuple = ()

    def clean(self):
        cleaned = super().clean()
        hours = [cleaned.get(f"day_{number}") for number in WEEKDAYS]
        if None not in hours and not any(hours):
            raise forms.ValidationError(_("At least one day of the week needs hours of work."))
        return cleaned

    def rules(self) -> dict:
        cleaned = self.cleaned_data
        same = ("time_zone", "region", "optional_days", "holidays", "exceptions", "note")
        return {
            "windows": [cleaned[f"day_{number}"] for number in WEEKDAYS],
            **{name: cleaned[name] for name in same},
        }


def initial_of(version: CalendarVersion) -> dict:
    """What the form shows of a version."""
    days = {f"day_{number}": write_windows(windows_of(kept)) for number, kept in enumerate(version.windows)}
    return days | {
        "time_zone": version.time_zone,
        "region": version.region,
        "optional_days": version.optional_days,
        "holidays": write_days(map(day_of, version.holidays)),
        "exceptions": write_days(map(day_of, version.exceptions)),
    }


class NewCalendarForm(RulesForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    first = ("name",)

    def __init__(self, *args, initial=None, **kwargs):
        usual = initial_of(CalendarVersion(time_zone=Organization.current().time_zone))
        super().__init__(*args, initial=usual | (initial or {}), **kwargs)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Calendar.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a calendar of this name already."))
        return name


class RevisionForm(RulesForm):
    valid_from = forms.DateField(
        label=_("From this day on"),
        widget=DateInput(),
        initial=timezone.localdate,
        help_text=_("The days before it stay as they were counted."),
    )
    first = ("valid_from",)


class CalendarForm(PlainForm):
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams that follow it"),
        queryset=Team.objects.all(),
        required=False,
        help_text=_("With the teams below them that have no calendar of their own."),
    )

    class Meta:
        model = Calendar
        fields = ["name", "is_default"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teams"].initial = list(self.instance.uses.values_list("team", flat=True))
