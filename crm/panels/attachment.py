"""Files of a record."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.models import Attachment
from crm.models.kinds import reference
from crm.ui.panel import Panel

FILE_ICONS = {
    "application/pdf": "file-type-pdf",
    "text/csv": "file-spreadsheet",
    "application/vnd.ms-excel": "file-spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "file-spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet": "file-spreadsheet",
}


class Files(Panel):
    key, title, icon = "files", _("Files"), "paperclip"
    position = 80
    limit = 20
    template = "crm/attachment/_files.html"
    empty_text = _("Contracts, drawings, recordings: what belongs to this record.")

    def rows(self, request, record):
        # Whoever sees the record sees its files.
        return Attachment.objects.alive().about(record).select_related("owner").order_by("-created_at", "-pk")

    def context(self, request, record, rows):
        may = request.user.access.covers
        return {"files": [(one, FILE_ICONS.get(one.content_type, "file"), may("delete", one)) for one in rows]}

    def all_url(self, request, record):
        return reverse("crm:timeline", args=[record._meta.label_lower, record.pk]) + "?kind=file"

    def add_url(self, request, record):
        if not request.user.access.may("create", Attachment):
            return None
        return reverse("crm:attachment-create") + "?" + urlencode({"about": reference(record)})
