import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.filters import RecordFilter
from workflow.filters.rule import STATES
from workflow.models import Webhook


class WebhookFilter(RecordFilter):
    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"), method="by_state")
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Owner"))

    class Meta:
        model = Webhook
        fields = []

    def by_state(self, queryset, name, value):
        failing = Q(failures__gt=0) | ~Q(off_reason="")
        return queryset.filter({"on": Q(is_on=True), "off": Q(is_on=False), "failing": failing}[value])
