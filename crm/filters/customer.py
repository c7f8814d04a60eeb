"""What companies and contacts are filtered by."""

import django_filters
from django import forms
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from crm import brazil
from crm.models import Source, Tag, Team, User
from crm.ui.filters import RecordFilter


class CustomerFilter(RecordFilter):
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Owner"))
    team = django_filters.ModelMultipleChoiceFilter(queryset=Team.objects.all(), label=_("Team"))
    source = django_filters.ModelMultipleChoiceFilter(queryset=Source.objects.all(), label=_("Source"))
    tags = django_filters.ModelMultipleChoiceFilter(
        queryset=Tag.objects.all(), to_field_name="name", method="by_tags", label=_("Tags")
    )
    city = django_filters.CharFilter(method="by_city", label=_("City"))
    state = django_filters.MultipleChoiceFilter(choices=brazil.STATES, label=_("State"))
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Created"), widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )
    has_email = django_filters.BooleanFilter(field_name="emails", method="by_email", label=_("Has an e-mail"))
    mine = django_filters.BooleanFilter(method="by_mine", label=_("Mine"), widget=forms.HiddenInput)

    def by_tags(self, queryset, name, value: list):
        names = [tag.name for tag in value]
        return queryset.filter(tags__contains=names) if names else queryset

    def by_city(self, queryset, name, value):
        return queryset.filter(city_fold=Func(Value(value.strip()), function="crm_fold"))

    def by_email(self, queryset, name, value):
        return queryset.exclude(emails=[]) if value else queryset.filter(emails=[])

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset
