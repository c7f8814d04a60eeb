"""Filters of what is about another record."""

import re

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from crm.models.kinds import subject_models

KEY = re.compile(r"([a-z]+\.[a-z]+):([0-9]{1,18})")


class AboutFilter(django_filters.FilterSet):
    """`record=crm.company:7`: what is about that one."""

    record = django_filters.CharFilter(method="by_record", label=_("About"))

    def by_record(self, queryset, name, value):
        found = KEY.fullmatch(value)
        models = {model._meta.label_lower: model for model in subject_models()}
        if found is None or found[1] not in models:
            return queryset.none()
        kind = ContentType.objects.get_for_model(models[found[1]])
        return queryset.filter(record_type=kind, record_id=int(found[2]))
