"""Bases of the administration's pages: writes are signed, tables of what happened are only read."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from crm.actions.history import acting
from crm.admin.guarded import GuardedForm, GuardedRow

COUNT_CAP = 10_000


class SignedAdmin(admin.ModelAdmin):
    """Whatever is written here is written by the person who pressed the button, over what that person saw."""

    form = GuardedForm

    def get_object(self, request, object_id, from_field=None):
        """Held while it is saved, so that of two who save at once the second compares with the first."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        self.model._base_manager.select_for_update().filter(pk=found.pk).first()
        return super().get_object(request, object_id, from_field)

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": GuardedRow, **kwargs})

    def _get_list_editable_queryset(self, request, prefix):
        return super()._get_list_editable_queryset(request, prefix).select_for_update(of=("self",))

    def changeform_view(self, request, *args, **kwargs):
        return self._signed(super().changeform_view, request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        return self._signed(super().changelist_view, request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self._signed(super().delete_view, request, *args, **kwargs)

    def _signed(self, view, request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with acting(request.user, cause="admin"):
            return view(request, *args, **kwargs)


class CappedPaginator(Paginator):
    """Counting millions of rows is not worth a page number."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[: COUNT_CAP + 1].count()


class ReadOnlyAdmin(admin.ModelAdmin):
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
