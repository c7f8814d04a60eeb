import django_filters
from django.utils.translation import gettext_lazy as _

from crm.ui.filters import RecordFilter
from workflow.models import ChecklistItem, Task


class ChecklistItemFilter(RecordFilter):
    task = django_filters.ModelChoiceFilter(queryset=Task.objects.all(), label=_("Task"))
    is_done = django_filters.BooleanFilter(field_name="done_at", lookup_expr="isnull", exclude=True, label=_("Done"))
    q = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label=_("Search"))

    class Meta:
        model = ChecklistItem
        fields = ["task"]
