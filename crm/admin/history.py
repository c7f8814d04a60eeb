from django.contrib import admin

from crm.admin.base import ReadOnlyAdmin
from crm.models import HistoryEntry


@admin.register(HistoryEntry)
class HistoryAdmin(ReadOnlyAdmin):
    list_display = ["occurred_at", "actor", "verb", "record_type", "record_id", "field", "old", "new", "cause"]
    list_filter = ["verb", ("record_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["actor", "record_type"]
    search_fields = ["=record_id"]
    ordering = ["-pk"]
