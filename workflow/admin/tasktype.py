from django.contrib import admin

from crm.admin.base import SignedAdmin
from workflow.models import TaskType


@admin.register(TaskType)
class TaskTypeAdmin(SignedAdmin):
    list_display = ["name", "leaves", "ideal_minutes", "position", "is_active"]
    list_editable = ["position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    fields = ["name", "icon", "leaves", "ideal_minutes", "position", "is_active"]

    def has_delete_permission(self, request, obj=None):
        """A built-in type must stay: tasks that name none are of one."""
        return super().has_delete_permission(request, obj) and not (obj and obj.key)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
