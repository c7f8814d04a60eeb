import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import User
from crm.ui.filters import RecordFilter
from workflow.models import Rule

STATES = [
    ("on", pgettext_lazy("an automation", "Switched on")),
    ("off", pgettext_lazy("an automation", "Switched off")),
    ("failing", pgettext_lazy("an automation", "Failing")),
]


class RuleFilter(RecordFilter):
    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"), method="by_state")
    trigger = django_filters.MultipleChoiceFilter(choices=Rule.TRIGGERS, label=_("When"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Owner"))

    class Meta:
        model = Rule
        fields = []

    def by_state(self, queryset, name, value):
        failing = Q(failures__gt=0) | ~Q(off_reason="")
        return queryset.filter({"on": Q(is_on=True), "off": Q(is_on=False), "failing": failing}[value])
