"""Edit pages of settings: rows without a version column, compared by what the page began from."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from crm.exceptions import Conflict
from crm.ui import meanwhile
from crm.ui.conflict import compared
from crm.ui.pages import EditPage
from crm.ui.pages.form import add_errors


class PlainEdit(EditPage):
    """Declare model, form (a PlainForm) and `do(record, *, by, values)`."""

    @transaction.atomic
    def post(self, request, **kwargs):
        record = self.held()
        form = self.bound(record, self.settled(self.record()), request.FILES)
        if not form.is_valid():
            return self.show(record, form, status=422)
        if self.differs(form):
            return self.show_conflict(Conflict(self.record(), form.values()), form)
        try:
            record = self.save(self.record(), form)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(record, form, status=422)
        messages.success(request, _("%(record)s was saved.") % {"record": record})
        return HttpResponseRedirect(self.next_url(record.get_absolute_url()))

    def held(self):
        """The record, kept from others until this is decided."""
        record = self.record()
        self.model._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        return self.record()

    def differs(self, form) -> bool:
        """Whether somebody saved a value meanwhile that this form would take back."""
        return bool(meanwhile.changes(form)) and any(
            row.is_conflict for row in compared(form, self.bound(self.record()))
        )

    def begun(self, fresh):
        return fresh.begun

    def save(self, record, form):
        return type(self).do(record, by=self.request.user, values=form.values())
