from crm.api.customfield import KindField
from crm.api.reference import NameFilter, ReferenceViewSet
from crm.api.serializers import DeclaredFields
from crm.models import SavedView


class SavedViewSerializer(DeclaredFields):
    record = KindField(source="record_type", read_only=True, help_text="Such as crm.company.")

    class Meta:
        model = SavedView
        fields = read_only_fields = (
            "id", "record", "name", "query", "mode", "owner", "team", "is_for_all", "position",
        )  # fmt: skip


class SavedViewViewSet(ReferenceViewSet):
    """Lists as somebody likes them; `query` serves as the parameters of the record's collection."""

    model, serializer_class, filter = SavedView, SavedViewSerializer, NameFilter
    sorts = {"id": "id", "position": "position"}

    def load(self, queryset):
        return queryset.select_related("record_type")
