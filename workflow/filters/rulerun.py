import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.ui.filters import RecordFilter
from workflow.models import Rule, RuleRun


class RuleRunFilter(RecordFilter):
    """Runs have no words of their own: they are looked for by the name of their rule."""

    q = django_filters.CharFilter(field_name="rule__name", lookup_expr="icontains", label=_("Search"),
                                  widget=forms.HiddenInput)  # fmt: skip
    state = django_filters.MultipleChoiceFilter(choices=RuleRun.STATES, label=_("State"))
    rule = django_filters.ModelMultipleChoiceFilter(queryset=Rule.objects.all(), label=_("Automation"))
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Set off"), widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = RuleRun
        fields = []
