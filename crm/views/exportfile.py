"""A list out as a file: at once when it is small, in the background when it is large."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm.actions import exportfile as exports
from crm.forms.exportfile import ExportForm
from crm.models import ExportFile
from crm.transfer.exporting import SMALL, Export, row_count_text
from crm.transfer.exportjob import write
from crm.transfer.spec import spec_of
from crm.ui.money import number
from crm.ui.pages.form import FormTexts
from crm.ui.pages.query import collection_of
from crm.views.job import await_news, drawn_job

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def listed(request, label):
    """The model of a list this person may take out: 404 for no such list, 403 without the right."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if label != model._meta.label_lower or collection_of(model, "list") is None:
        raise Http404
    if not request.user.access.may("export", model):
        raise PermissionDenied
    return model


@require_GET
def index(request):
    files = ExportFile.objects.visible_to(request.user)[:100]
    page = FormTexts(_("My exports"), "", "", icon="download")
    return render(request, "crm/exportfile/index.html", {"page": page, "files": files})


@require_http_methods(["GET", "POST"])
def create(request, label):
    model = listed(request, label)
    query = request.META.get("QUERY_STRING", "")[:4000]
    has_all = spec_of(label) is not None
    form = ExportForm(request.POST if request.method == "POST" else None, has_all=has_all)
    count = Export(request.user, label, query).count()
    if form.is_bound and form.is_valid():
        return made(request, model, query, form.cleaned_data, count)
    back = reverse(f"{model._meta.app_label}:{model._meta.model_name}-list")
    page = FormTexts(
        _("Export %(records)s") % {"records": model._meta.verbose_name_plural},
        _("Export"),
        f"{back}?{query}" if query else back,
        icon="download",
        lead=_("%(rows)s, as the list shows them now.") % {"rows": row_count_text(count)},
    )
    context = {"page": page, "form": form, "form_aside": False}
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


def made(request, model, query, chosen, count):
    kind = chosen.pop("kind")
    label = model._meta.label_lower
    export = Export(request.user, label, query, **chosen)
    noted = exports.order(
        model, by=request.user, kind=kind, name=export.name(kind), query=query, options=chosen, rows=count
    )
    if count > SMALL:
        await_news(request)
        return redirect(exports.write_later(noted, by=request.user, total=count))
    if kind == "csv":
        response = StreamingHttpResponse(export.csv_lines(), content_type=TYPES[kind])
    else:
        response = HttpResponse(content_type=TYPES[kind])
        write(export, kind, response)
    return attached(response, noted.name)


def attached(response, name):
    response.headers["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(name) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(True, name)


@require_GET
def detail(request, pk):
    export = get_object_or_404(ExportFile.objects.visible_to(request.user).select_related("job"), pk=pk)
    if export.job is None:
        return redirect("crm:exportfile-list")
    page = FormTexts(export.name, "", "", icon="download")
    page.back_url, page.back_label = reverse("crm:exportfile-list"), _("My exports")
    job = drawn_job(export.job, url=export.get_absolute_url(), headline=headline(export))
    if not export.job.is_over:
        job.stop_url = reverse("crm:job-stop", args=[export.job_id])
    if export.is_ready:
        job.result_url, job.result_label = reverse("crm:exportfile-download", args=[pk]), _("Download")
        job.counts = [{"label": _("rows"), "value": number(export.rows)}]
    return render(request, "ui/_progress.html" if request.htmx else "ui/progress.html", {"page": page, "job": job})


def headline(export) -> str:
    if export.is_ready:
        return _("The export is ready. The file is kept for a week.")
    if not export.job.is_over:
        return _("Writing the file")
    if export.job.state == "done":
        return _("This file has expired. Export the list again.")
    return _("The export did not finish. Export the list again.")


@require_GET
def download(request, pk):
    """For its creator alone, while it is fresh and the right still stands."""
    export = get_object_or_404(ExportFile.objects.visible_to(request.user), pk=pk)
    model = apps.get_model(export.record)
    if not export.is_ready or not request.user.access.may("export", model):
        raise Http404
    return attached(FileResponse(export.file.open("rb"), content_type=TYPES[export.kind]), export.name)
