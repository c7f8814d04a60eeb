"""A verb of one record: /opportunities/7/win/. GET asks, POST does."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.exceptions import Conflict
from crm.ui.pages.form import FormTexts, add_errors
from crm.ui.pages.record import RecordPage


@dataclass(frozen=True)
class Verb:
    """A button on a record's page; `fits(record)` says whether the state allows it."""

    name: str
    label: str | Promise
    icon: str = ""
    action: str = "change"
    method: str = "get"
    is_primary: bool = False
    is_destructive: bool = False
    key: str = ""
    fits: object = None


class VerbPage(RecordPage):
    """Declare model and `do(record, *, by, **what the form asks)`; without a form, GET asks to confirm."""

    action = "change"
    do = None
    form = None
    title = lead = submit_label = done = ""
    is_destructive = False

    def get(self, request, pk):
        record = self.record()
        return self.show(record, self.bound(record))

    def post(self, request, pk):
        record = self.record()
        form = self.bound(record, request.POST, request.FILES)
        if form is not None and not form.is_valid():
            return self.show(record, form, status=422)
        try:
            result = type(self).do(record, by=request.user, **self.arguments(form))
        except ValidationError as error:
            return self.refuse(record, form, error)
        except Conflict:
            return self.refuse(record, form, ValidationError(_("Somebody changed this record. Look again.")))
        return self.answer(record, result)

    def arguments(self, form) -> dict:
        return form.cleaned_data if form is not None else {}

    def bound(self, record, *args):
        return self.form(*args, user=self.request.user, **self.form_options(record)) if self.form else None

    def form_options(self, record) -> dict:
        return {}

    def answer(self, record, result):
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        messages.success(self.request, str(self.done or _("Done.")) % {"record": record})
        return HttpResponseRedirect(self.next_url(self.after(record, result)))

    def after(self, record, result) -> str:
        return record.get_absolute_url()

    def refuse(self, record, form, error):
        if form is None:
            if self.request.htmx:
                return HttpResponse(" ".join(error.messages), status=409)
            for message in error.messages:
                messages.error(self.request, message)
            return HttpResponseRedirect(record.get_absolute_url())
        add_errors(form, error)
        return self.show(record, form, status=422)

    def show(self, record, form, status=200):
        texts = FormTexts(
            str(self.title) % {"record": record},
            self.submit_label or _("Confirm"),
            self.next_url(record.get_absolute_url()),
            lead=str(self.lead) % {"record": record},
            icon=self.icon,
        )
        context = {
            "page": texts,
            "form": form,
            "record": record,
            "consequence": texts.lead,
            "is_destructive": self.is_destructive,
        }
        return render(self.request, "ui/form.html" if form else "ui/confirm.html", context, status=status)
