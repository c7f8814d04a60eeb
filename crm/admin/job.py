from django.contrib import admin

from crm.admin.base import ReadOnlyAdmin
from crm.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind", "owner", "state", "progress", "total", "attempts", "finished_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["owner"]
    ordering = ["-pk"]
    # What a person wrote into their work, and what came out of it, is theirs.
    exclude = ["arguments", "cursor", "result"]
