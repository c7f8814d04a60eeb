import django_filters
from rest_framework import serializers

from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from crm.models import CustomField


class CustomFieldFilter(django_filters.FilterSet):
    record = django_filters.CharFilter(method="by_record")
    q = django_filters.CharFilter(field_name="label", lookup_expr="icontains")

    def by_record(self, queryset, name, value):
        app_label, __, model = value.partition(".")
        return queryset.filter(record_type__app_label=app_label, record_type__model=model)


class KindField(serializers.CharField):
    """A kind of record by its label, such as crm.company."""

    def to_representation(self, record_type):
        return f"{record_type.app_label}.{record_type.model}"


class CustomFieldSerializer(DeclaredFields):
    record = KindField(source="record_type", read_only=True, help_text="Such as crm.company.")

    class Meta:
        model = CustomField
        fields = read_only_fields = (
            "id", "record", "key", "label", "kind", "choices", "is_required", "help_text", "group", "position",
        )  # fmt: skip


class CustomFieldViewSet(ReferenceViewSet):
    """Fields that administrators added to kinds of record one may see."""

    model, serializer_class, filter = CustomField, CustomFieldSerializer, CustomFieldFilter
    sorts = {"id": "id", "position": "position"}

    def load(self, queryset):
        return queryset.select_related("record_type")
