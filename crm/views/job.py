"""My jobs: what works in the background for me, how far it is, and where its result is."""

import json
from dataclasses import dataclass, field

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from crm.actions import job as jobs
from crm.jobs import label_of, page_of
from crm.models import Job
from crm.ui.pages.form import FormTexts

SHOWN = 100
STATES = {"draft": "waiting", "queued": "waiting", "cancelled": "stopped"}


@dataclass
class DrawnJob:
    """What ui/_progress.html shows."""

    url: str
    state: str
    percent: int | None
    headline: str
    time_left: str = ""
    counts: list = field(default_factory=list)
    result_url: str | None = None
    result_label: str = ""
    errors_url: str | None = None
    undo_url: str | None = None
    stop_url: str | None = None


def drawn_job(job, *, url, headline, **links) -> DrawnJob:
    percent = min(100, job.progress * 100 // job.total) if job.total else None
    return DrawnJob(url, STATES.get(job.state, job.state), percent, headline, time_left(job), **links)


def time_left(job) -> str:
    """A rough guess from the pace so far; nothing while there is none."""
    if job.state != "running" or not job.total or not job.progress or not job.started_at:
        return ""
    elapsed = (timezone.now() - job.started_at).total_seconds()
    seconds = elapsed * (job.total - job.progress) / job.progress
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {"count": minutes}


def await_news(request):
    """From here on every page this person opens asks whether a job has ended."""
    request.session["awaits_news"] = True


@require_POST
def news(request):
    """One ended job, as a message on whichever page its owner is on; 286 tells htmx to ask no more."""
    job = jobs.tell_next(by=request.user)
    if job:
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"norte:toast": told(job)})})
    if jobs.is_awaited(by=request.user):
        return HttpResponse(status=204)
    request.session.pop("awaits_news", None)
    return HttpResponse(status=286)


def told(job) -> dict:
    is_done = job.state == "done"
    text = _("%(job)s: finished") if is_done else _("%(job)s: not finished")
    return {
        "text": text % {"job": label_of(job)},
        "level": "success" if is_done else "error",
        "url": page_of(job),
        "action": _("See the result"),
        "post": False,
    }


@require_GET
def index(request):
    found = list(Job.objects.visible_to(request.user)[:SHOWN])
    rows = [(job, label_of(job), page_of(job)) for job in found]
    return render(
        request, "crm/job/index.html", {"page": FormTexts(_("My jobs"), "", "", icon="clock"), "rows": rows}
    )


@require_GET
def detail(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not request.htmx and (better := page_of(job)) != job.get_absolute_url():
        return HttpResponseRedirect(better)
    page = FormTexts(label_of(job), "", "", icon="clock")
    page.back_url, page.back_label = reverse("crm:job-list"), _("My jobs")
    drawn = drawn_job(
        job,
        url=job.get_absolute_url(),
        headline=_(job.error) if job.error else f"{label_of(job)}: {job.get_state_display()}",
        stop_url=None if job.is_over else reverse("crm:job-stop", args=[job.pk]),
    )
    return render(request, "ui/_progress.html" if request.htmx else "ui/progress.html", {"page": page, "job": drawn})


@require_POST
def stop(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    jobs.cancel(job, by=request.user)
    return redirect(job)
