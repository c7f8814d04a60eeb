"""One verb over many rows of a list: the chosen ones, or all that match."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.ui.pages.form import FormTexts, add_errors
from crm.ui.pages.record import RecordPage


@dataclass(frozen=True)
class BulkAction:
    """A button over a list's selection."""

    name: str
    label: str | Promise
    icon: str
    url: object
    action: str = "change"
    is_destructive: bool = False


class BulkPage(RecordPage):
    """Declare model, filter, `do(queryset, *, by, **what the form asks) -> count`; POST only.

    The first POST (from the list) shows how many rows and what is asked; the second, with
    `confirmed`, does it. Rows are taken anew from what the person's `action` reaches.
    """

    action = "change"
    is_collective = True
    filter = None
    form = None
    do = None
    title = ""
    submit_label = ""
    is_destructive = False
    http_method_names = ["post"]

    def post(self, request):
        rows = self.chosen()
        form = self.bound() if "confirmed" in request.POST else self.bound(fresh=True)
        if "confirmed" not in request.POST or (form is not None and not form.is_valid()):
            return self.show(rows, form, status=422 if form is not None and form.is_bound else 200)
        try:
            count = type(self).do(rows, by=request.user, **(form.cleaned_data if form is not None else {}))
        except ValidationError as error:
            if form is None:
                raise
            add_errors(form, error)
            return self.show(rows, form, status=422)
        messages.success(request, self.success(count))
        return HttpResponseRedirect(self.back())

    def chosen(self):
        """The rows by number, or all that match the list's own filter; never beyond the person's reach."""
        post = self.request.POST
        if post.get("all"):
            filterset = self.filter(QueryDict(post.get("query", "")), self.records(), request=self.request)
            # A filter that cannot be read must not widen into "everything".
            rows = filterset.qs if filterset.is_valid() else self.records().none()
        else:
            rows = self.records().filter(pk__in=[pk for pk in post.getlist("pk") if pk.isdigit()])
        return self.model.objects.filter(pk__in=rows.order_by().values("pk"))

    def bound(self, fresh=False):
        if self.form is None:
            return None
        return self.form(None if fresh else self.request.POST, user=self.request.user)

    def success(self, count) -> str:
        return ngettext("%(count)s record changed.", "%(count)s records changed.", count) % {"count": count}

    def back(self) -> str:
        query = self.request.POST.get("query", "")
        return self.url("list") + (f"?{QueryDict(query).urlencode()}" if query else "")

    def show(self, rows, form, status=200):
        count = rows.count()
        page = FormTexts(str(self.title), self.submit_label or _("Confirm"), self.back())
        page.lead = ngettext("This concerns %(count)s record.", "This concerns %(count)s records.", count) % {
            "count": count
        }
        context = {
            "page": page,
            "form": form,
            "is_destructive": self.is_destructive,
            "consequence": page.lead,
            "hidden": [
                ("confirmed", "1"),
                *((name, value) for name in ("pk", "all", "query") for value in self.request.POST.getlist(name)),
            ],
        }
        return render(self.request, "ui/confirm.html", context, status=status)
