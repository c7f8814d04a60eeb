from django.contrib import admin

from crm.admin.base import SignedAdmin
from sales.models import LostReason


@admin.register(LostReason)
class LostReasonAdmin(SignedAdmin):
    list_display = ["name", "position", "is_active", "is_unknown"]
    list_editable = ["position", "is_active"]
    readonly_fields = ["is_unknown"]
    search_fields = ["name"]

    def has_delete_permission(self, request, obj=None):
        """The row that stands for "nobody said" must stay: losses without a reason point to it."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_unknown)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
