"""What each filter of a list is called and takes, for the OpenAPI description."""

import django_filters
from drf_spectacular.extensions import OpenApiFilterExtension

from crm.filters.about import AboutFilter


class FilterParameters(OpenApiFilterExtension):
    target_class = "crm.api.filtering.RecordFilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema, *args, **kwargs):
        found = self.target.get_filterset_class(auto_schema.view)
        filters = found.base_filters.items() if found else ()
        return [parameter for name, one in filters for parameter in parameters(name, one)]


def parameters(name: str, one) -> list[dict]:
    """One parameter for each filter, two for a range."""
    suffixes = getattr(one.extra.get("widget") or one.field_class.widget, "suffixes", None)
    if suffixes:
        kind = {"type": "string", "format": "date"} if "after" in suffixes else {"type": "number"}
        return [_parameter(f"{name}_{suffix}", one, kind) for suffix in suffixes if suffix]
    return [_parameter(name, one, _schema(one))]


def _schema(one) -> dict:
    if isinstance(one, AboutFilter):
        return {"type": "string", "pattern": r"^[a-z]+\.[a-z]+:[0-9]+$"}
    if isinstance(one, django_filters.BooleanFilter):
        return {"type": "boolean"}
    if isinstance(one, django_filters.IsoDateTimeFilter):
        return {"type": "string", "format": "date-time"}
    if isinstance(one, django_filters.NumberFilter):
        return {"type": "number"}
    value = _value(one)
    is_many = isinstance(one, django_filters.MultipleChoiceFilter)
    return {"type": "array", "items": value} if is_many else value


def _value(one) -> dict:
    """A link is a number, or the text it is known by; a choice one of a few words."""
    if one.extra.get("queryset") is not None:
        return {"type": "string" if one.extra.get("to_field_name") else "integer"}
    choices = one.extra.get("choices")
    if choices and not callable(choices):
        return {"type": "string", "enum": [str(key) for key, __ in choices]}
    return {"type": "string"}


def _parameter(name, one, schema) -> dict:
    found = {"name": name, "in": "query", "required": False, "schema": schema}
    return found | ({"description": str(one.label)} if one.label else {})
