from django import forms
from django.utils.translation import gettext_lazy as _

from crm.ui.forms import ScopedForm


class CalendarFeedForm(ScopedForm):
    name = forms.CharField(
        label=_("What reads it?"), max_length=60, help_text=_("Such as “phone” or “calendar at the office”.")
    )
