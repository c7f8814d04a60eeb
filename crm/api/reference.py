"""Lists that belong to the installation: every colleague may read them, few may change them."""

import django_filters
from django.utils.translation import gettext_lazy as _

from crm.actions import lookup as lookups
from crm.api.records import RecordViewSet, Scoped


class NameFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Search"))


class ReferenceViewSet(Scoped):
    """Read only, without a role."""

    is_guarded = False
    filter = NameFilter
    sorts = {"id": "id", "name": "name"}


class KeptViewSet(ReferenceViewSet, RecordViewSet):
    """Read by all; written by who may, through `save_new` and `save_changes`. They have neither version nor trash."""

    http_method_names = ["get", "head", "post", "patch", "delete"]
    restore = None


class LookupViewSet(KeptViewSet):
    """Kept by administrators: what is in use is switched off, not deleted."""

    http_method_names = ["get", "head", "post", "patch"]
    example = {"name": "Agriculture", "position": 20, "is_active": True}
    do_save = staticmethod(lookups.save)

    def save_new(self, values):
        return self.do_save(self.model(**values), by=self.request.user)

    def save_changes(self, record, values, version):
        for name, value in values.items():
            setattr(record, name, value)
        return self.do_save(record, by=self.request.user)
