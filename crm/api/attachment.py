from django.http import FileResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound

from crm.api.links import AboutField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from crm.filters.attachment import AttachmentFilter
from crm.models import Attachment


class AttachmentSerializer(RecordSerializer):
    record = AboutField(read_only=True)
    content_url = serializers.SerializerMethodField(help_text="Where the file itself is read, with the same token.")

    class Meta:
        model = Attachment
        fields = (*HEAD, "record", "name", "content_type", "size", "content_url", "owner", *TAIL)
        read_only_fields = ("record", "content_type", "size", "owner", *READ_ONLY)

    def get_content_url(self, attachment) -> str:
        request = self.context["request"]
        return request.build_absolute_uri(f"/api/v1/attachments/{attachment.pk}/content/")


class AttachmentViewSet(RecordViewSet):
    """Files on records: what they are, and their content. They are brought in on the record's page."""

    model, filter, serializer_class = Attachment, AttachmentFilter, AttachmentSerializer
    http_method_names = ["get", "head", "post", "patch", "delete"]
    create = None

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def content(self, request, pk):
        """The file itself, always to be saved."""
        attachment = self.record()
        try:
            file = attachment.file.open("rb")
        except FileNotFoundError:
            raise NotFound from None
        response = FileResponse(file, content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, attachment.name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
