from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models.initiative import HIGHEST, LOWEST


class ScoreForm(forms.Form):
    """A cell of the matrix, and the version of the strategy or tactic one saw."""

    benefit = forms.IntegerField(label=_("Benefit"), min_value=LOWEST, max_value=HIGHEST)
    impact = forms.IntegerField(label=_("Impact"), min_value=LOWEST, max_value=HIGHEST)
    version = forms.IntegerField(widget=forms.HiddenInput)
