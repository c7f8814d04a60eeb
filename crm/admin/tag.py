from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.actions import tag as tags
from crm.admin.base import SignedAdmin
from crm.admin.guarded import GuardedForm
from crm.models import Tag


class TagForm(GuardedForm):
    class Meta:
        model = Tag
        fields = ["name", "colour"]


@admin.register(Tag)
class TagAdmin(SignedAdmin):
    form = TagForm
    list_display = ["name", "colour", "records"]
    search_fields = ["name"]
    list_per_page = 50
    delete_confirmation_template = "admin/crm/tag/delete_confirmation.html"
    fieldsets = [
        (None, {"fields": ["name", "colour"], "description": _("A new name goes to every record with the old one.")})
    ]

    @admin.display(description=_("records"))
    def records(self, tag):
        return tags.used_by(tag)

    def save_model(self, request, obj, form, change):
        tags.save(obj, by=request.user)

    def delete_model(self, request, obj):
        tags.delete(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for tag in queryset:
            tags.delete(tag, by=request.user)

    def delete_view(self, request, object_id, extra_context=None):
        tag = self.get_object(request, object_id)
        return super().delete_view(request, object_id, {"used_by": tags.used_by(tag) if tag else 0})
