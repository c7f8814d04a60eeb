import django_filters
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.filters import RecordFilter
from indicators.models import Goal, Plan


class GoalFilter(RecordFilter):
    plan = django_filters.ModelChoiceFilter(queryset=Plan.objects.alive(), label=_("Plan"))
    pillar = django_filters.MultipleChoiceFilter(choices=Goal.PILLARS, label=_("Pillar"))
    kind = django_filters.MultipleChoiceFilter(choices=Goal.KINDS, label=_("Kind of goal"))
    goal_owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Goal owner"))

    class Meta:
        model = Goal
        fields = []
