import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.measures import all_kpis
from crm.models import User
from crm.ui.filters import RecordFilter
from crm.ui.words import fold, search_words
from indicators.models import Indicator, Plan
from indicators.models.indicator import GRAINS


def metrics():
    return [(kpi.key, kpi.label) for kpi in all_kpis()]


class IndicatorFilter(RecordFilter):
    status = django_filters.MultipleChoiceFilter(choices=Indicator.STATUSES, label=_("Status"))
    plan = django_filters.ModelChoiceFilter(queryset=Plan.objects.alive(), label=_("Plan"))
    kpi_key = django_filters.MultipleChoiceFilter(choices=metrics, label=_("Metric"))
    cadence = django_filters.MultipleChoiceFilter(choices=GRAINS, label=_("Measured"))
    accountable = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.active(), label=_("Who answers for it")
    )
    is_headline = django_filters.BooleanFilter(label=_("Headline figure"))
    mine = django_filters.BooleanFilter(
        method="by_mine", label=pgettext_lazy("indicators", "Mine"), widget=forms.HiddenInput
    )

    class Meta:
        model = Indicator
        fields = []

    def by_mine(self, queryset, name, value):
        me = self.request.user
        return queryset.filter(Q(accountable=me) | Q(measured_by=me)) if value else queryset

    def by_words(self, queryset, name, value):
        """Also by what the metric is called in the reader's language."""
        words = [fold(word) for word in search_words(value)]
        named = [key for key, label in metrics() if words and all(word in fold(str(label)) for word in words)]
        return queryset.filter(Q(pk__in=super().by_words(queryset, name, value).values("pk")) | Q(kpi_key__in=named))
