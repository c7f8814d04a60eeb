"""The steps of an import as pages. Each shows what the run is waiting for; a run can be left and come back to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.actions import importrun as imports
from crm.forms.importrun import FormatForm, MappingForm, UploadForm
from crm.forms.importvalue import ValueForm
from crm.models import ImportRow, ImportRun
from crm.transfer import mapping as mappings
from crm.transfer.formats import preview
from crm.transfer.refused import refused_lines, template_lines
from crm.transfer.running import step
from crm.transfer.spec import all_specs, spec_of
from crm.ui.money import number
from crm.ui.pages.form import FormTexts
from crm.views.importresult import progress, summary
from crm.views.job import await_news

SHOWN = 100


def allowed(request, label):
    """The declaration of a record this person may import; 404 for what nobody can, 403 for what they may not."""
    spec = spec_of(label)
    if spec is None or spec.label != label:
        raise Http404
    if not spec.may(request.user):
        raise PermissionDenied
    return spec


def run_of(request, pk) -> ImportRun:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user).select_related("job", "owner"), pk=pk)
    if run.standing != run.state:
        run.error = run.error or _("This step was given up after several attempts. You can start it again.")
        run.state = run.standing
    return run


@require_GET
def index(request):
    """My imports, and what I may import."""
    runs = list(ImportRun.objects.visible_to(request.user)[:SHOWN])
    specs = [spec for spec in all_specs() if spec.may(request.user)]
    titles = {spec.label: spec.title for spec in all_specs()}
    for run in runs:
        run.title = titles.get(run.record, run.record)
    context = {"page": FormTexts(_("Imports"), "", "", icon="upload"), "runs": runs, "specs": specs}
    return render(request, "crm/importrun/index.html", context)


@require_http_methods(["GET", "POST"])
def create(request, label):
    spec = allowed(request, label)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = imports.bring(
            file, by=request.user, record=spec.label, name=file.name, format=form.format, digest=form.digest
        )
        return redirect(run)
    page = FormTexts(
        _("Import %(records)s") % {"records": spec.title},
        _("Continue"),
        list_url(spec),
        icon="upload",
        lead=_("First the file. You see how Norte reads it before anything is written."),
    )
    context = {"page": page, "form": form, "spec": spec, "fields": spec.all_fields().values()}
    return render(request, "crm/importrun/create.html", context, status=422 if form.is_bound else 200)


def list_url(spec) -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse(f"{spec.model._meta.app_label}:{spec.model._meta.model_name}-list")
    except NoReverseMatch:
        return reverse("crm:importrun-list")


@require_GET
def template(request, label):
    """An empty file with every column the import knows."""
    spec = allowed(request, label)
    return download(template_lines(spec), f"{spec.model._meta.model_name}.csv")


def download(lines, name):
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def detail(request, pk):
    """What the run waits for, or how far it is."""
    run = run_of(request, pk)
    spec = allowed(request, run.record)
    if run.is_busy:
        return progress(request, run, spec)
    if request.htmx:
        # The poll of the progress page: the step is over, and what follows is another page.
        return HttpResponse(headers={"HX-Redirect": run.get_absolute_url()})
    if run.state == "uploaded":
        return show_format(request, run, spec, FormatForm(run=run))
    if run.state == "mapping":
        return show_mapping(request, run, spec, MappingForm(run=run, spec=spec))
    return summary(request, run, spec, list_url(spec))


@require_http_methods(["GET", "POST"])
def format(request, pk):
    run = run_of(request, pk)
    spec = allowed(request, run.record)
    if run.state not in ("uploaded", "mapping", "checked"):
        return redirect(run)
    if request.method == "GET":
        return show_format(request, run, spec, FormatForm(run=run))
    form = FormatForm(request.POST, run=run)
    if not form.is_valid():
        return show_format(request, run, spec, form, status=422)
    if "look" in request.POST:
        run.format = form.format
        return show_format(request, run, spec, FormatForm(run=run))
    run = imports.decide(run, by=request.user, format=form.format)
    take(request, run, "read")
    return redirect(run)


def first_rows(run) -> list:
    try:
        return preview(run.file.path, run.format)
    except (OSError, ValueError, KeyError):
        run.error = _("This file is no longer here. Bring it again.")
        return []


def show_format(request, run, spec, form, status=200):
    rows = first_rows(run)
    width = max((len(cells) for __, cells in rows), default=0)
    page = FormTexts(_("How the file is written"), _("Continue"), reverse("crm:importrun-list"), icon="upload")
    context = {
        "page": page,
        "run": run,
        "spec": spec,
        "form": form,
        "step": 1,
        "rows": [(number, [*cells, *[""] * (width - len(cells))][:30]) for number, cells in rows],
        "hidden_columns": max(0, width - 30),
        "form_action": reverse("crm:importrun-format", args=[run.pk]),
    }
    return render(request, "crm/importrun/format.html", context, status=status)


@require_http_methods(["GET", "POST"])
def mapping(request, pk):
    run = run_of(request, pk)
    spec = allowed(request, run.record)
    if run.state not in ("mapping", "checked"):
        return redirect(run)
    if request.method == "GET":
        return show_mapping(request, run, spec, MappingForm(run=run, spec=spec))
    form = MappingForm(request.POST, run=run, spec=spec)
    if not form.is_valid():
        return show_mapping(request, run, spec, form, status=422)
    data = form.cleaned_data
    run = imports.decide(
        run, by=request.user, mapping=form.mapping, key=data["key"], mode=data["mode"], clears=data["clears"]
    )
    if ValueForm(run=run).fields:
        return redirect("crm:importrun-values", pk=run.pk)
    return check(request, run)


def show_mapping(request, run, spec, form, status=200):
    page = FormTexts(_("Which column is what"), _("Continue"), reverse("crm:importrun-list"), icon="upload")
    found = mappings.styles(run)
    context = {
        "page": page,
        "run": run,
        "spec": spec,
        "form": form,
        "step": 2,
        "detected": {name: bool(verdict) for name, verdict in found.items()},
        "form_action": reverse("crm:importrun-mapping", args=[run.pk]),
    }
    return render(request, "crm/importrun/mapping.html", context, status=status)


@require_http_methods(["GET", "POST"])
def values(request, pk):
    run = run_of(request, pk)
    spec = allowed(request, run.record)
    if run.state not in ("mapping", "checked"):
        return redirect(run)
    form = ValueForm(request.POST if request.method == "POST" else None, run=run)
    if form.is_bound and form.is_valid():
        return check(request, imports.decide(run, by=request.user, mapping=form.mapping))
    page = FormTexts(_("What these values mean"), _("Continue"), reverse("crm:importrun-list"), icon="upload")
    context = {"page": page, "run": run, "spec": spec, "form": form, "step": 2}
    return render(request, "crm/importrun/values.html", context, status=422 if form.is_bound else 200)


def take(request, run, name):
    """The next step; what does not end here and now is told on whichever page the person is then."""
    if step(run, name, by=request.user).is_busy:
        await_news(request)


def check(request, run):
    mappings.remember(run)
    take(request, run, "check")
    return redirect(run)


@require_POST
def run(request, pk):
    """Import, or go on where a stopped or failed import was."""
    return start(request, pk, "run")


def start(request, pk, name):
    one = run_of(request, pk)
    allowed(request, one.record)
    try:
        take(request, one, name)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(one)


@require_POST
def stop(request, pk):
    imports.stop(run_of(request, pk), by=request.user)
    return redirect("crm:importrun-detail", pk=pk)


@require_http_methods(["GET", "POST"])
def undo(request, pk):
    one = run_of(request, pk)
    allowed(request, one.record)
    if request.method == "POST":
        return start(request, pk, "undo")
    if not one.may_be_undone:
        return redirect(one)
    page = FormTexts(_("Undo this import?"), _("Undo"), one.get_absolute_url(), icon="arrow-back-up")
    page.lead = _(
        "%(created)s new records are removed for good and %(updated)s changed ones get their former values back. "
        "What somebody edited since, or what others refer to, stays; you will see which."
    ) % {"created": number(one.made()), "updated": number(one.counts.get("updated", 0))}
    context = {"page": page, "consequence": page.lead, "is_destructive": True}
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def remove(request, pk):
    one = run_of(request, pk)
    if request.method == "POST":
        try:
            imports.remove(one, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(one)
        return HttpResponseRedirect(reverse("crm:importrun-list"))
    page = FormTexts(_("Forget this file?"), _("Forget it"), one.get_absolute_url(), icon="trash")
    page.lead = _("Nothing of it was imported. The file is deleted.")
    return render(request, "ui/confirm.html", {"page": page, "consequence": page.lead, "is_destructive": True})


@require_GET
def refused(request, pk):
    """The refused rows as a file to mend and send again."""
    one = run_of(request, pk)
    if not ImportRow.objects.filter(run=one, outcome="refused").exists():
        raise Http404
    return download(refused_lines(one), f"import-{one.pk}-refused.csv")
