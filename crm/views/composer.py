"""Writing something down about a record: in the composer of its page, or on a page of its own."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django_htmx.http import trigger_client_event

from crm.models.kinds import reference, referred
from crm.ui.pages import CreatePage
from crm.ui.pages.form import add_errors


class ComposerPage(CreatePage):
    """Declare model, `long_form` (asks for the record too), `short_form` (has it as hidden `about`) and `do`.

    htmx gets the short form alone; after saving an empty one, and the news that the timeline changed.
    """

    long_form = short_form = None

    @cached_property
    def subject(self):
        """The record the address or the form names, if the person may see it."""
        given = self.request.POST.get("about") or self.request.GET.get("about") or ""
        return referred(given, self.request.user)

    @property
    def form(self):
        return self.short_form if self.subject is not None and self.is_short else self.long_form

    @property
    def is_short(self) -> bool:
        """Long only when the page asked for the record itself."""
        return self.request.method == "GET" or "form_key" in self.request.POST

    def post(self, request):
        form = self.bound(request.POST, request.FILES, initial=self.initial())
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            record = self.save_once(form)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form, status=422)
        if request.htmx:
            response = self.show(self.bound(initial=self.initial()))
            response.write(self.also_changed(record))
            trigger_client_event(response, "timeline-changed")
            return trigger_client_event(response, "norte:toast", {"text": self.success(record), "level": "success"})
        return HttpResponseRedirect(self.next_url(self.place_of(record)))

    def save(self, form):
        """The record, or what stands for it when this form was already sent."""
        return super().save(form) or form.instance

    def also_changed(self, record) -> str:
        """Safe HTML of other parts of the page, with hx-swap-oob."""
        return ""

    def place_of(self, record) -> str:
        """Back to the record it is about."""
        return record.about.get_absolute_url() if record.about else self.url("list")

    def initial(self) -> dict:
        found = {**super().initial()}
        return found | ({"about": reference(self.subject)} if self.subject is not None else {})

    def show(self, form, status=200, **context):
        if not self.request.htmx:
            return super().show(form, status, **context)
        url = composer_url(self.request.resolver_match.view_name, self.subject, **self.kept(form))
        context = {"form": form, "form_url": url, "submit_label": self.submit_label, "draft_key": url}
        return render(self.request, "ui/_composer_form.html", context, status=status)

    def kept(self, form) -> dict:
        """What of the address must stay in the form's own."""
        kind = self.request.POST.get("kind") or self.request.GET.get("kind")
        return {"kind": kind} if kind else {}

    def texts(self):
        texts = super().texts()
        if self.subject is not None:
            texts.lead = str(self.subject)
            texts.cancel_url = self.next_url(self.subject.get_absolute_url())
        return texts


def composer_url(view_name, subject, **query) -> str:
    about = {"about": reference(subject)} if subject is not None else {}
    return f"{reverse(view_name)}?{urlencode(about | query)}"
