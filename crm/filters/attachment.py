import django_filters
from django.utils.translation import gettext_lazy as _

from crm.filters.about import AboutFilter
from crm.models import Attachment
from crm.ui.filters import RecordFilter


class AttachmentFilter(RecordFilter):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Search"))
    about = AboutFilter()

    class Meta:
        model = Attachment
        fields = ["about"]
