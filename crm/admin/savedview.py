from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from crm.admin.base import SignedAdmin
from crm.models import SavedView


@admin.register(SavedView)
class SavedViewAdmin(SignedAdmin):
    """Views are made where they are used, on lists; here one sees whose they are, and hands them on."""

    list_display = ["name", "record_type", "mode", "owner", "team", "is_for_all"]
    list_filter = ["is_for_all", ("record_type", admin.RelatedOnlyFieldListFilter), "team"]
    list_select_related = ["record_type", "owner", "team"]
    search_fields = ["name", "owner__name"]
    autocomplete_fields = ["owner", "team"]
    readonly_fields = ["record_type", "mode", "query"]
    fieldsets = [
        (None, {"fields": ["name", "owner"]}),
        (_("Who sees it"), {"fields": ["team", "is_for_all"]}),
        (_("What it shows"), {"fields": ["record_type", "mode", "query"]}),
    ]

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.team_id and obj.is_for_all:
            messages.info(request, _("Everybody sees this view; the team makes no difference."))
