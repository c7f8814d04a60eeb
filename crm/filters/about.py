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

    def filter(self, queryset, value):
        return queryset.about(value) if value else queryset


def scope_about(form, user):
    """Let the form of a filter offer only records this person may see."""
    for field in form.fields.values():
        if isinstance(field, AboutField):
            field.user = user
