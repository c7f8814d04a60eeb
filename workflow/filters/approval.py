import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.filters.about import AboutFilter
from crm.models import Team, User
from crm.ui.filters import RecordFilter
from workflow.models import Approval


class ApprovalFilter(RecordFilter):
    waiting = django_filters.BooleanFilter(method="by_waiting", label=_("Waiting for me"), widget=forms.HiddenInput)
    mine = django_filters.BooleanFilter(method="by_mine", label=_("Asked by me"), widget=forms.HiddenInput)
    overdue = django_filters.BooleanFilter(method="by_overdue", label=_("Past the deadline"))
    state = django_filters.MultipleChoiceFilter(choices=Approval.STATES, label=_("State"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Asked by"))
    team = django_filters.ModelMultipleChoiceFilter(queryset=Team.objects.all(), label=_("Team"))
    about = AboutFilter()

    class Meta:
        model = Approval
        fields = []

    def by_waiting(self, queryset, name, value):
        return (
            queryset.filter(pk__in=Approval.objects.waiting_for(self.request.user).values("pk"))
            if value
            else queryset
        )

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset

    def by_overdue(self, queryset, name, value):
        return queryset.overdue() if value else queryset.exclude(pk__in=queryset.overdue().values("pk"))
