from django.contrib import admin

from crm.admin.base import ReadOnlyAdmin
from crm.models import PeriodicRun


@admin.register(PeriodicRun)
class PeriodicRunAdmin(ReadOnlyAdmin):
    list_display = ["slot", "job", "state", "attempts", "started_at", "finished_at", "error"]
    list_filter = ["state", "job"]
    fields = ["slot", "job", "state", "attempts", "started_at", "finished_at", "error"]
    ordering = ["-slot", "job"]
