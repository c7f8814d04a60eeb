"""Pages that every record has alike: to the trash, many at once."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from crm.actions import record as records
from crm.forms.record import OwnerForm
from crm.ui.pages import BulkAction, BulkPage, VerbPage


class Trash(VerbPage):
    action = "delete"
    do = records.trash
    is_destructive = True
    title = _("Move %(record)s to the trash?")
    lead = _("It disappears from lists, searches and totals. It can be restored from the trash.")
    submit_label = _("Move to trash")
    done = _("%(record)s is in the trash.")

    def get(self, request, pk):
        return self.answer_again(pk) or super().get(request, pk)

    def post(self, request, pk):
        return self.answer_again(pk) or super().post(request, pk)

    def answer_again(self, pk):
        """A second press finds the record gone already: it is where it was wanted."""
        gone = self.model.objects.trashed_by_reach_of(self.request.user).filter(pk=pk).first()
        return gone and self.answer(gone, gone)

    def after(self, record, result):
        return self.url("list")


class TrashMany(BulkPage):
    action = "delete"
    do = records.trash_many
    is_destructive = True
    title = _("Move to the trash?")
    submit_label = _("Move to trash")


def set_owner(queryset, *, by, owner) -> int:
    return records.change_many(queryset, by=by, values={"owner": owner})


class OwnerMany(BulkPage):
    form = OwnerForm
    do = set_owner
    title = _("Change owner")
    submit_label = _("Change owner")


def standard_bulk(model) -> list[BulkAction]:
    """The bulk actions that lists of owned records offer."""
    stem = f"{model._meta.app_label}:{model._meta.model_name}"
    return [
        BulkAction("owner", _("Change owner"), "user", reverse_lazy(f"{stem}-owner-many")),
        BulkAction("trash", _("Move to trash"), "trash", reverse_lazy(f"{stem}-trash-many"), "delete", True),
    ]
