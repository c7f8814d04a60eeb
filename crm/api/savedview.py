from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from crm.actions import savedview as savedviews
from crm.api.customfield import KindField
from crm.api.reference import KeptViewSet, NameFilter
from crm.api.serializers import DeclaredFields
from crm.models import SavedView
from crm.ui.pages.query import collection_of, filtered, kept, problems


class ListField(KindField):
    """The kind of record a view lists."""

    def to_internal_value(self, data):
        try:
            model = apps.get_model(super().to_internal_value(data))
        except (LookupError, ValueError):
            model = None
        if model is None or not self.context["request"].user.access.may("view", model):
            raise serializers.ValidationError(_("There is no such kind of record."))
        return ContentType.objects.get_for_model(model)


class SavedViewSerializer(DeclaredFields):
    fixed = ("record", "mode")
    record = ListField(source="record_type", help_text="Such as crm.company.")
    is_pinned = serializers.BooleanField(read_only=True, help_text="In one's own menu; see pin and unpin.")

    class Meta:
        model = SavedView
        fields = (
            "id", "record", "name", "query", "mode", "owner", "team", "is_for_all", "is_pinned", "position",
        )  # fmt: skip
        read_only_fields = ("owner", "position")

    def validate(self, attrs):
        attrs = super().validate(attrs)
        kind = attrs.get("record_type") or self.instance.record_type
        page = collection_of(kind.model_class(), attrs.get("mode", self.instance.mode if self.instance else "list"))
        if page is None:
            raise serializers.ValidationError({"mode": [_("This kind of record has no such list.")]})
        if "query" in attrs:
            self._check_query(page, attrs["query"])
            attrs["query"] = kept(page, attrs["query"])
        return attrs

    def _check_query(self, page, query):
        faults = problems(page, query)
        filterset = filtered(page, self.context["request"], query)
        faults += [message for messages in filterset.form.errors.values() for message in messages]
        if faults:
            raise serializers.ValidationError({"query": faults})


class SavedViewViewSet(KeptViewSet):
    """Lists as somebody likes them, the parameters of the page in `query`: one's own and those shared with one."""

    model, serializer_class, filter = SavedView, SavedViewSerializer, NameFilter
    sorts = {"id": "id", "position": "position"}
    rights = {"pin": "view", "unpin": "view"}
    example = {"record": "crm.company", "name": "Customers in Rio", "query": "relationship=customer&city=Rio"}

    def load(self, queryset):
        return queryset.select_related("record_type").with_pins_of(self.request.user)

    def save_new(self, values):
        return savedviews.save(SavedView(**values), by=self.request.user)

    def save_changes(self, record, values, version):
        return savedviews.change(record, by=self.request.user, values=values)

    do_trash = staticmethod(savedviews.delete)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def pin(self, request, pk):
        """Into one's own menu."""
        return self.perform(savedviews.pin, is_pinned=True)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def unpin(self, request, pk):
        """Out of one's own menu."""
        return self.perform(savedviews.pin, is_pinned=False)
