from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser

from crm.actions import attachment as attachments
from crm.actions.history import acting
from crm.api.links import AboutField, ReferenceField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, READ_ONLY, TAIL, RecordSerializer
from crm.attachments.name import clean as cleaned_name
from crm.attachments.name import is_deceptive
from crm.filters.attachment import AttachmentFilter
from crm.models import Attachment


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


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

    def validate_name(self, name):
        """As careful as when it was brought: a new name neither deceives nor changes what the file passes for."""
        name = cleaned_name(name)
        if is_deceptive(name) or ending(name) != ending(self.instance.name):
            raise serializers.ValidationError(_("Keep the ending of the name, and no other before it."))
        return name


class AttachmentUpload(serializers.Serializer):
    """The one body that is a form: multipart/form-data."""

    record = ReferenceField(help_text="The record the file belongs to, such as crm.company:7.")
    file = serializers.FileField(max_length=255, allow_empty_file=True)


class AttachmentViewSet(RecordViewSet):
    """Files on records: what they are, and their content."""

    model, filter, serializer_class = Attachment, AttachmentFilter, AttachmentSerializer

    def get_parsers(self):
        """Only bringing a file takes a form; everything else is JSON as everywhere."""
        method = self.request.method.lower() if getattr(self, "request", None) else ""
        is_upload = (self.action_map or {}).get(method) == "create"
        return [MultiPartParser()] if is_upload else super().get_parsers()

    @extend_schema(request={"multipart/form-data": AttachmentUpload})
    def create(self, request):
        """Bring one file to a record; it is examined as on the pages."""
        return super().create(request)

    def _create(self):
        asked = self.asked(AttachmentUpload)
        try:
            with acting(self.request.user, cause="api"):
                (found,) = attachments.attach(asked["record"], by=self.request.user, files=[asked["file"]])
        except DjangoValidationError as error:
            raise serializers.ValidationError({"file": error.messages}) from None
        return self.answer(found, 201, Location=f"{self.request.build_absolute_uri()}{found.pk}/")

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
