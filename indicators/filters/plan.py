import django_filters
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.filters import RecordFilter
from indicators.models import Plan


class PlanFilter(RecordFilter):
    state = django_filters.MultipleChoiceFilter(choices=Plan.STATES, label=_("State"))
    sponsor = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Sponsor"))
    manager = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Project manager"))

    class Meta:
        model = Plan
        fields = []
