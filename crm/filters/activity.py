import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.filters.about import AboutFilter
from crm.models import Activity, User
from crm.ui.filters import RecordFilter


class ActivityFilter(RecordFilter):
    kind = django_filters.MultipleChoiceFilter(choices=Activity.KINDS, label=_("Kind"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("By"))
    outcome = django_filters.MultipleChoiceFilter(choices=Activity.OUTCOMES, label=_("Outcome"))
    occurred_at = django_filters.DateFromToRangeFilter(
        label=_("When"), widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )
    about = AboutFilter()
    mine = django_filters.BooleanFilter(method="by_mine", label=_("Mine"), widget=forms.HiddenInput)

    class Meta:
        model = Activity
        fields = ["kind", "owner", "outcome", "occurred_at"]

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset
