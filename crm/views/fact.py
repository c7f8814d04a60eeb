"""Editing one fact of a record where it stands; without script, on a small page."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.generic import View

from crm.exceptions import Conflict
from crm.forms.fact import single
from crm.ui.conflict import compared
from crm.ui.pages.detail import DrawnFact
from crm.ui.pages.form import FormTexts, add_errors
from crm.ui.registry import registry


class FactPage(View):
    """Fields that the record's own edit form has and its page shows; saved by the record's own action."""

    def setup(self, request, label, pk, field):
        super().setup(request, label=label, pk=pk, field=field)
        self.edit_page, detail = registry.edits.get(label), registry.details.get(label)
        if self.edit_page is None or detail is None:
            raise Http404
        self.model, self.field, self.detail = detail.model, field, detail()
        self.detail.setup(request, pk=pk)

    def dispatch(self, request, *args, **kwargs):
        if not request.user.access.may("change", self.model):
            raise PermissionDenied
        self.record = get_object_or_404(self.model.objects.visible_to(request.user, "change"), pk=kwargs["pk"])
        self.fact = self.detail.fact_named(self.field)
        if self.fact is None or self.form() is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        if "cancel" in request.GET:
            return self.shown()
        return self.show(self.form())

    def post(self, request, **kwargs):
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.save(form)
            except ValidationError as error:
                add_errors(form, error)
            except Conflict as conflict:
                return self.show_conflict(form, conflict)
        return self.show(form, status=422) if form.errors else self.shown(is_changed=True)

    def form(self, data=None, record=None, **options):
        form = self.edit_page.form(data, instance=record or self.record, user=self.request.user, **options)
        return single(form, self.field)

    def save(self, form):
        self.edit_page.do(
            self.record, by=self.request.user, values=form.values(), version=form.cleaned_data["version"]
        )

    def show_conflict(self, form, conflict):
        """What was typed stays; sending it again replaces what is saved now, which is told."""
        saved = compared(form, self.form(record=conflict.record))[0].theirs
        data = self.request.POST.copy()
        data["version"] = conflict.record.version
        again = self.form(data, conflict.record)
        told = _("Somebody changed this record meanwhile. Saved now: %(value)s. Save again to replace it.")
        again.add_error(self.field, told % {"value": saved or _("nothing")})
        return self.show(again, status=422)

    def row(self) -> DrawnFact:
        return self.detail.fact(self.fact, self.detail.record())

    def shown(self, is_changed=False):
        """The fact as it is saved, drawn anew; without script, its record's page."""
        if not self.request.htmx:
            return HttpResponseRedirect(self.record.get_absolute_url())
        response = render(self.request, "ui/_fact.html", {"row": self.row()})
        if is_changed:
            response["HX-Trigger"] = "timeline-changed"
        return response

    def show(self, form, status=200):
        url = self.request.path
        label = self.fact.named(self.record)
        if self.request.htmx:
            row = DrawnFact(label, "", edit_url=url)
            context = {"form": form, "row": row, "cancel_url": f"{url}?cancel=1"}
            return render(self.request, "ui/_fact_form.html", context, status=status)
        saved = self.model.objects.get(pk=self.record.pk)
        page = FormTexts(f"{saved}: {label}", _("Save"), saved.get_absolute_url())
        return render(self.request, "ui/form.html", {"page": page, "form": form}, status=status)
