import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import Team, User
from crm.ui.filters import RecordFilter
from indicators.models import CorrectiveAction, Indicator, Plan

STATES = [
    ("now", pgettext_lazy("a corrective action", "Not closed")),
    ("late", pgettext_lazy("a corrective action", "Late")),
    *CorrectiveAction.STATES,
]


class CorrectiveActionFilter(RecordFilter):
    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"), method="by_state")
    cause = django_filters.MultipleChoiceFilter(choices=CorrectiveAction.CAUSES, label=_("Cause"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Responsible"))
    team = django_filters.ModelMultipleChoiceFilter(queryset=Team.objects.all(), label=_("Team"))
    plan = django_filters.ModelChoiceFilter(
        queryset=Plan.objects.alive(), field_name="indicator__plan", label=_("Plan")
    )
    indicator = django_filters.ModelChoiceFilter(queryset=Indicator.objects.alive(), label=_("Indicator"))
    due_on = django_filters.DateFromToRangeFilter(
        label=_("Due"), widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )
    mine = django_filters.BooleanFilter(
        method="by_mine", label=pgettext_lazy("corrective actions", "Mine"), widget=forms.HiddenInput
    )

    class Meta:
        model = CorrectiveAction
        fields = []

    def by_state(self, queryset, name, value):
        narrowed = {"now": queryset.open, "late": queryset.overdue}
        return narrowed[value]() if value in narrowed else queryset.filter(state=value)

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset
