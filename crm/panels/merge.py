"""Records that became part of this one, each to be taken out again."""

from django.utils.translation import gettext_lazy as _

from crm.ui.panel import Panel


class Merged(Panel):
    key, title, icon = "merged", _("Merged into this one"), "arrow-merge"
    position = 90
    is_quiet = True
    template = "crm/merge/_merged.html"

    def rows(self, request, record):
        """They are part of a record this person sees, and nothing but their names is told."""
        return record.absorbed.order_by("-deleted_at", "-pk")

    def context(self, request, record, rows):
        found = type(record).objects.merged_by_reach_of(request.user).filter(pk__in=[row.pk for row in rows])
        meta = record._meta
        undo_name = f"{meta.app_label}:{meta.model_name}-unmerge"
        return {"undoable": set(found.values_list("pk", flat=True)), "undo_name": undo_name}
