from django.contrib import admin

from crm.admin.base import SignedAdmin
from crm.models import Sector, Source


class LookupAdmin(SignedAdmin):
    """Short lists: what is in use is switched off, not deleted."""

    list_display = ["name", "position", "is_active"]
    list_editable = ["position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    fields = ["name", "position", "is_active"]


admin.site.register(Sector, LookupAdmin)
admin.site.register(Source, LookupAdmin)
