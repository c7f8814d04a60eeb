import django_filters
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.ui.filters import RecordFilter
from indicators.models import Strategy, Tactic


class TacticFilter(RecordFilter):
    strategy = django_filters.ModelChoiceFilter(queryset=Strategy.objects.alive(), label=_("Strategy"))
    responsible = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.active(), label=_("Person responsible")
    )
    is_done = django_filters.BooleanFilter(field_name="done_at", lookup_expr="isnull", exclude=True, label=_("Done"))

    class Meta:
        model = Tactic
        fields = []
