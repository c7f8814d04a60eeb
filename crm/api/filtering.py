"""The list's own filter, strict: what cannot be read or is not known is refused."""

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

from crm.api.paging import KeysetPagination
from crm.api.parsing import is_storable
from crm.models.record import Record


class RecordFilterBackend(DjangoFilterBackend):
    """Takes the view's `filter`, for records together with what programs ask beside people."""

    def get_filterset_class(self, view, queryset=None):
        base = view.filter
        if base is None or not issubclass(view.model, Record):
            return base
        return type(f"Api{base.__name__}", (ForPrograms, base), {"Meta": base.Meta})

    def filter_queryset(self, request, queryset, view):
        found = self.get_filterset_class(view)
        filterset = found(_storable(request.query_params), queryset, request=request) if found else None
        _check_names(request, filterset)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise ValidationError(dict(filterset.errors))
        return filterset.qs


class ForPrograms(django_filters.FilterSet):
    """Parameters for keeping another system in step."""

    external_id = django_filters.CharFilter()
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


def _storable(address: QueryDict) -> QueryDict:
    for name, values in address.lists():
        if not all(map(is_storable, (name, *values))):
            raise ValidationError({name.replace("\x00", ""): [_("A text holds characters that cannot be kept.")]})
    return address


def _check_names(request, filterset):
    form = getattr(filterset, "panel_form", None) or (filterset.form if filterset else None)
    allowed = {*KeysetPagination.names, *(_names(form) if form else ())}
    unknown = sorted(set(request.query_params) - allowed)
    if unknown:
        message = _("There is no such parameter. Known ones: %(names)s.") % {"names": ", ".join(sorted(allowed))}
        raise ValidationError({name: [message] for name in unknown})


def _names(form):
    """The parameters of a filter's form; a range has one for each end."""
    for name, field in form.fields.items():
        suffixes = getattr(field.widget, "suffixes", None)
        if suffixes:
            yield from (f"{name}_{suffix}" if suffix else name for suffix in suffixes)
        else:
            yield name
