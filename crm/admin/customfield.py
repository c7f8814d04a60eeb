from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.actions import customfield as customfields
from crm.actions.tag import kinds
from crm.admin.base import SignedAdmin
from crm.admin.guarded import GuardedForm
from crm.models import CustomField


class CustomFieldForm(GuardedForm):
    """The model's own rules, and those about values that records already hold."""

    class Meta:
        model = CustomField
        fields = [
            "record_type", "key", "label", "kind", "choices", "is_required", "help_text", "group", "position",
            "is_active",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "record_type" in self.fields:
            self.fields["record_type"].queryset = ContentType.objects.filter(pk__in=types())
            self.fields["record_type"].label_from_instance = lambda kind: capfirst(str(kind.name))
        if "key" in self.fields:
            self.fields["key"].required = False
            self.fields["key"].help_text = _(
                "The stable name in files and in the API, made of the label if left empty. It cannot change later."
            )

    def clean(self):
        cleaned = super().clean()
        record_type, label = cleaned.get("record_type"), cleaned.get("label")
        if "key" in cleaned and not cleaned["key"] and record_type and label:
            cleaned["key"] = CustomField.objects.free_key(record_type, label)
        former = CustomField.objects.filter(pk=self.instance.pk).first()
        if former and cleaned.get("kind") not in (None, former.kind) and former.has_values():
            self.add_error("kind", _("Records already hold values of this kind. Make a new field instead."))
        return cleaned


def types() -> list[int]:
    return [ContentType.objects.get_for_model(model).pk for model in kinds()]


@admin.register(CustomField)
class CustomFieldAdmin(SignedAdmin):
    form = CustomFieldForm
    list_display = ["label", "record", "kind", "key", "group", "is_required", "is_active", "position"]
    list_filter = ["kind", "is_active", ("record_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["record_type"]
    list_editable = ["position"]
    search_fields = ["label", "key"]
    delete_confirmation_template = "admin/crm/customfield/delete_confirmation.html"
    fieldsets = [
        (None, {"fields": ["record_type", "label", "key", "kind", "choices"]}),
        (_("In forms"), {"fields": ["group", "position", "is_required", "help_text"]}),
        (
            _("Use"),
            {
                "fields": ["is_active"],
                "description": _("Switched off, the field disappears everywhere and its values are kept."),
            },
        ),
    ]

    @admin.display(description=_("kind of record"), ordering="record_type")
    def record(self, field):
        return capfirst(str(field.record_type.name))

    def get_readonly_fields(self, request, obj=None):
        return ["record_type", "key"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {}

    def save_model(self, request, obj, form, change):
        customfields.save(obj, by=request.user)

    def delete_model(self, request, obj):
        customfields.delete(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for field in queryset:
            customfields.delete(field, by=request.user)
