"""Lists that administrators keep in the administration; every colleague may read them."""

import django_filters
from django.utils.translation import gettext_lazy as _

from crm.api.records import Scoped


class NameFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Search"))


class ReferenceViewSet(Scoped):
    """Read only, without a role."""

    is_guarded = False
    filter = NameFilter
    sorts = {"id": "id", "name": "name"}

    def get_queryset(self):
        if hasattr(self.model.objects, "visible_to"):
            return super().get_queryset()
        return self.model.objects.all()
