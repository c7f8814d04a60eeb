"""Create and edit: the form says what, the action does it."""

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from crm.exceptions import Conflict
from crm.ui.conflict import compared, saved_values
from crm.ui.pages.record import RecordPage
from crm.ui.registry import registry


@dataclass
class FormTexts:
    """What ui/form.html says about the form."""

    title: str
    submit_label: str
    cancel_url: str
    lead: str = ""
    icon: str = ""
    action_url: str = ""
    submit_name: str = ""


def add_errors(form, error: ValidationError):
    """Put what an action refused beside the fields it names."""
    for name, messages_of in getattr(
        error, "error_dict", {NON_FIELD_ERRORS: error.error_list if hasattr(error, "error_list") else [error]}
    ).items():
        form.add_error(name if name in form.fields else None, messages_of)


class CreatePage(RecordPage):
    """Declare model, form and `do(record, *, by, **extras)`."""

    action = "create"
    is_collective = True
    form = None
    do = None
    template = "ui/form.html"
    title = submit_label = ""

    def get(self, request):
        return self.show(self.bound(initial=self.initial()))

    def post(self, request):
        earlier = registry.made_before(request.user, self.key)
        if earlier is not None:
            return self.answer(earlier)
        form = self.bound(request.POST, request.FILES, initial=self.initial())
        if not form.is_valid():
            return self.show(form, status=422)
        warnings = [] if request.POST.get("confirmed") else self.warnings(form)
        if warnings:
            return self.show(form, status=422, warnings=warnings, confirm_field="confirmed")
        try:
            record = self.save_once(form)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form, status=422)
        return self.answer(record)

    @property
    def key(self) -> str:
        """What this very form was sent under: a second sending must not make a second record."""
        return self.request.POST.get("once", "")

    def answer(self, record):
        messages.success(self.request, self.success(record))
        return HttpResponseRedirect(self.next_url(record.get_absolute_url()))

    def save_once(self, form):
        return registry.once(self.request.user, self.key, lambda: self.save(form))

    def bound(self, *args, **kwargs):
        return self.form(*args, user=self.request.user, **kwargs)

    def initial(self) -> dict:
        """Fields may be proposed in the address: ?company=7."""
        return {name: value for name, value in self.request.GET.items() if name in self.form.base_fields}

    def warnings(self, form) -> list:
        """What to ask about before saving, such as likely duplicates."""
        return []

    def save(self, form):
        record = form.instance
        for name, value in form.values().items():
            setattr(record, name, value)
        return type(self).do(record, by=self.request.user, **form.extras())

    def success(self, record) -> str:
        return _("%(record)s was created.") % {"record": record}

    def texts(self) -> FormTexts:
        title = self.title or _("New: %(kind)s") % {"kind": self.model._meta.verbose_name}
        cancel = self.next_url(self.url("list") or "/")
        return FormTexts(title, self.submit_label or _("Save"), cancel, icon=self.icon)

    def show(self, form, status=200, **context):
        once = self.key or secrets.token_urlsafe(16)
        context = {"page": self.texts(), "form": form, "draft_key": self.request.path, "once": once, **context}
        return render(self.request, self.template, context, status=status)


class EditPage(RecordPage):
    """Declare model, form and `do(record, *, by, values, version, **extras)`."""

    action = "change"
    form = None
    do = None
    template = "ui/form.html"
    title = ""

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.model is not None:
            registry.edits[cls.model._meta.label_lower] = cls

    def get(self, request, pk):
        record = self.record()
        return self.show(record, self.bound(record))

    def post(self, request, pk):
        record = self.record()
        form = self.bound(record, self.settled(record), request.FILES)
        if not form.is_valid():
            return self.show(record, form, status=422)
        warnings = [] if request.POST.get("confirmed") else self.warnings(form)
        if warnings:
            return self.show(record, form, status=422, warnings=warnings, confirm_field="confirmed")
        try:
            type(self).do(
                record, by=request.user, values=form.values(), version=form.cleaned_data["version"], **form.extras()
            )
        except Conflict as conflict:
            return self.show_conflict(conflict, form)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(record, form, status=422)
        messages.success(request, _("%(record)s was saved.") % {"record": record})
        return HttpResponseRedirect(self.next_url(record.get_absolute_url()))

    def warnings(self, form) -> list:
        """What to ask about before saving, such as likely duplicates."""
        return []

    def settled(self, record):
        """The data sent; from the page of a conflict, put together from what was chosen for each field."""
        post = self.request.POST
        if not any(name.startswith("choice-") for name in post):
            return post
        data, saved = post.copy(), saved_values(self.bound(record))
        for name, values in saved.items():
            is_mine = post.get(f"choice-{name}", "mine") == "mine"
            data.setlist(name, post.getlist(f"mine-{name}") if is_mine else values)
        return data

    def bound(self, record, *args, **kwargs):
        return self.form(*args, instance=record, user=self.request.user, **kwargs)

    def show(self, record, form, status=200, **context):
        # A failed ModelForm has written the rejected values onto its instance: name the saved record.
        name = str(self.model.objects.get(pk=record.pk)) if status != 200 else str(record)
        title = self.title or _("Edit %(record)s") % {"record": name}
        page = FormTexts(title, _("Save"), self.next_url(record.get_absolute_url()), icon=self.icon)
        context = {"page": page, "form": form, "record": record, "draft_key": self.request.path, **context}
        return render(self.request, self.template, context, status=status)

    def show_conflict(self, conflict, form):
        """Both versions side by side; sending again with the newer version number decides."""
        fresh = self.bound(conflict.record)
        page = FormTexts(
            _("%(record)s was changed while you were editing") % {"record": conflict.record},
            _("Save my choices"),
            conflict.record.get_absolute_url(),
        )
        context = {
            "page": page,
            "form": form,
            "rows": (rows := compared(form, fresh)),
            "hidden": [(f"mine-{row.name}", value) for row in rows for value in row.mine_raw] + self.begun(fresh),
            "record": conflict.record,
            **self.other(conflict.record),
        }
        return render(self.request, "ui/conflict.html", context, status=409)

    def begun(self, fresh) -> list[tuple]:
        """What tells the next attempt that it began from the newer version."""
        return [("version", fresh.instance.version)]

    def other(self, record) -> dict:
        """Who was first, in words."""
        last = registry.last_change_of(record)
        if last is None or last.by is None:
            return {}
        return {"other": last.by, "other_when": naturaltime(last.at)}
