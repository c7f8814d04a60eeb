import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.filters.about import AboutFilter
from crm.models import Team, User
from crm.ui.filters import RecordFilter
from workflow.models import Process, ProcessTemplate


class ProcessFilter(RecordFilter):
    state = django_filters.MultipleChoiceFilter(choices=Process.STATES, label=_("State"))
    template = django_filters.ModelMultipleChoiceFilter(queryset=ProcessTemplate.objects.all(), label=_("Template"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Started by"))
    team = django_filters.ModelMultipleChoiceFilter(queryset=Team.objects.all(), label=_("Department"))
    about = AboutFilter()
    mine = django_filters.BooleanFilter(method="by_mine", label=_("Started by me"), widget=forms.HiddenInput)

    class Meta:
        model = Process
        fields = []

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset
