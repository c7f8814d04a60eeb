"""Filtering by the record something is about."""

import django_filters
from django.utils.translation import gettext_lazy as _

from crm.forms.about import AboutField


class AboutFilter(django_filters.Filter):
    """Rows about one record: ?about=crm.company:7."""

    field_class = AboutField

    def __init__(self, **options):
        options.setdefault("label", _("About"))
        super().__init__(**options)

    @property
    def field(self):
        """Offers only records this person may see."""
        found = super().field
        found.user = self.parent.request.user
        return found

    def filter(self, queryset, value):
        return queryset.about(value) if value else queryset
