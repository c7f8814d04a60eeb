import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import Team, User
from crm.ui.filters import RecordFilter
from workflow.models import Absence

STATES = [
    ("open", pgettext_lazy("an absence", "Now and to come")),
    ("now", pgettext_lazy("an absence", "Away today")),
    ("over", pgettext_lazy("an absence", "Over")),
]


class AbsenceFilter(RecordFilter):
    state = django_filters.ChoiceFilter(choices=STATES, label=_("When"), method="by_state")
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Person"))
    team = django_filters.ModelMultipleChoiceFilter(queryset=Team.objects.all(), label=_("Team"))
    substitute = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Substitute"))
    starts_on = django_filters.DateFromToRangeFilter(
        label=_("First day"), widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )
    mine = django_filters.BooleanFilter(
        method="by_mine", label=pgettext_lazy("absences", "Mine"), widget=forms.HiddenInput
    )

    class Meta:
        model = Absence
        fields = []

    def by_state(self, queryset, name, value):
        return {"open": queryset.not_over, "now": queryset.on, "over": queryset.over}[value]()

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset
