import django_filters
from django.utils.translation import gettext_lazy as _

from crm.filters.about import AboutFilter
from crm.models import Activity, User
from crm.ui.filters import RecordFilter


class ActivityFilter(AboutFilter, RecordFilter):
    q = None
    kind = django_filters.MultipleChoiceFilter(choices=Activity.KINDS, label=_("Kind"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("By"))
    occurred_at = django_filters.DateFromToRangeFilter(
        label=_("When"), widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = Activity
        fields = ["record", "kind", "owner", "occurred_at"]
