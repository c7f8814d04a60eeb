import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from crm.actions import notice as notices
from crm.api.records import Scoped
from crm.api.serializers import DeclaredFields
from crm.models import Notice
from crm.models.notice import find_subjects
from crm.notices import line_of


class NoticeFilter(django_filters.FilterSet):
    unread = django_filters.BooleanFilter(field_name="read_at", lookup_expr="isnull", label=_("Unread"))


class NoticeSerializer(DeclaredFields):
    text = serializers.SerializerMethodField(help_text="In the person's language.")
    url = serializers.SerializerMethodField(help_text="The page it leads to.")
    record = serializers.SerializerMethodField(help_text="What it is about; null when out of sight.")

    class Meta:
        model = Notice
        fields = read_only_fields = (
            "id", "kind", "text", "url", "record", "actor", "channel", "created_at", "read_at",
        )  # fmt: skip

    def get_text(self, notice) -> str:
        return self.line(notice).text

    def get_url(self, notice) -> str | None:
        path = self.line(notice).url
        return self.context["request"].build_absolute_uri(path) if path else None

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "properties": {
                "type": {"type": "string", "example": "workflow.task"},
                "id": {"type": "integer", "example": 7},
            },
        }
    )
    def get_record(self, notice):
        subject = notice.subject_seen
        return {"type": subject._meta.label_lower, "id": subject.pk} if subject else None

    def line(self, notice):
        return line_of(notice, self.context["request"].user)


class NoticeViewSet(Scoped):
    """What the person was told, newest first with sort=-id."""

    model, filter, serializer_class = Notice, NoticeFilter, NoticeSerializer
    is_guarded = False
    http_method_names = ["get", "head", "post"]

    def load(self, queryset):
        return queryset.select_related("actor")

    def shown(self, shown, many=False):
        find_subjects(shown if many else [shown], self.request.user)
        return super().shown(shown, many)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def read(self, request, pk):
        """Mark one as read."""
        notice = self.record()
        notices.read(self.model.objects.filter(pk=notice.pk), by=request.user)
        return self.answer(notice)

    @extend_schema(request=None, responses={200: {"type": "object", "properties": {"read": {"type": "integer"}}}})
    @action(detail=False, methods=["post"], url_path="read-all", pagination_class=None, filter_backends=[])
    def read_all(self, request):
        """Mark all as read; tells how many were not."""
        return Response({"read": notices.read(self.get_queryset(), by=request.user)})
