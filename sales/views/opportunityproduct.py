"""Editors of what hangs on an opportunity: its product lines and its people."""

import secrets

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.exceptions import Conflict
from crm.ui.forms import ScopedForm
from crm.ui.pages.form import FormTexts
from crm.ui.pages.record import RecordPage
from crm.ui.registry import registry
from sales.actions.opportunitycontact import set_contacts
from sales.actions.opportunityproduct import set_lines
from sales.forms.opportunitycontact import roles_of
from sales.forms.opportunityproduct import lines_of
from sales.models import Opportunity
from sales.views.opportunity import ICON


class VersionForm(ScopedForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RowsPage(RecordPage):
    """A page that edits rows of one opportunity together; nothing typed is lost when somebody was faster."""

    model, icon, action = Opportunity, ICON, "change"
    title = ""

    def get(self, request, pk):
        record = self.record()
        return self.show(
            record, VersionForm(user=request.user, initial={"version": record.version}), self.rows(record)
        )

    def post(self, request, pk):
        record = self.record()
        if registry.made_before(request.user, self.key):
            return self.answer(record)
        form, rows = VersionForm(request.POST, user=request.user), self.rows(record, request.POST)
        if not (form.is_valid() and rows.is_valid()):
            return self.show(record, form, rows, status=422)
        try:
            registry.once(request.user, self.key, lambda: self.save(record, rows, form.cleaned_data["version"]))
        except Conflict as conflict:
            form = VersionForm(user=request.user, initial={"version": conflict.record.version})
            warning = gettext("Somebody changed this opportunity meanwhile. Look over your rows and save again.")
            messages.warning(request, warning)
            return self.show(record, form, rows, status=409)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.show(record, form, rows, status=422)
        return self.answer(record)

    @property
    def key(self) -> str:
        """What these rows were sent under: a second sending must not add them once more."""
        return self.request.POST.get("once", "")

    def answer(self, record):
        messages.success(self.request, gettext("%(record)s was saved.") % {"record": record})
        return HttpResponseRedirect(self.next_url(record.get_absolute_url()))

    def show(self, record, form, rows, status=200):
        back = self.next_url(record.get_absolute_url())
        page = FormTexts(str(self.title) % {"record": record}, gettext("Save"), back, icon=self.icon)
        once = self.key or secrets.token_urlsafe(16)
        context = {"page": page, "form": form, "formsets": [rows], "record": record, "once": once}
        return render(self.request, "ui/form.html", context, status=status)


class OpportunityProducts(RowsPage):
    title = _("Products of %(record)s")

    def rows(self, record, data=None):
        return lines_of(record, self.request.user, data)

    def save(self, record, rows, version):
        return set_lines(record, by=self.request.user, lines=rows.lines(), version=version)


class OpportunityContacts(RowsPage):
    title = _("Contacts of %(record)s")

    def rows(self, record, data=None):
        return roles_of(record, self.request.user, data)

    def save(self, record, rows, version):
        return set_contacts(record, by=self.request.user, roles=rows.roles(), version=version)
