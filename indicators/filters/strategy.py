import django_filters
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.filters import RecordFilter
from indicators.models import Goal, Plan, Strategy


class StrategyFilter(RecordFilter):
    plan = django_filters.ModelChoiceFilter(queryset=Plan.objects.alive(), field_name="goal__plan", label=_("Plan"))
    goal = django_filters.ModelChoiceFilter(queryset=Goal.objects.alive(), label=_("Goal"))
    function = django_filters.MultipleChoiceFilter(choices=Strategy.FUNCTIONS, label=_("Function"))
    responsible = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.active(), label=_("Person responsible")
    )
    is_left_out = django_filters.BooleanFilter(label=_("Left out"))

    class Meta:
        model = Strategy
        fields = []
