"""How far an import is, what its check found, and what came of it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import ImportRow
from crm.ui.money import number
from crm.ui.pages.form import FormTexts
from crm.views.job import drawn_job


def counted(counts) -> list[dict]:
    labels = {
        "created": _("new"),
        "updated": _("changed"),
        "unchanged": _("unchanged"),
        "refused": _("refused"),
    }
    return [{"label": label, "value": number(counts.get(name, 0))} for name, label in labels.items()]


def progress(request, run, spec):
    """ui/progress.html, or its part alone for the poll."""
    headlines = {
        "reading": _("Reading the file"),
        "checking": _("Checking every row"),
        "importing": _("Importing"),
        "undoing": _("Undoing"),
    }
    page = FormTexts(run.name, "", "", icon="upload")
    page.back_url, page.back_label = reverse("crm:importrun-list"), _("My imports")
    job = drawn_job(
        run.job,
        url=run.get_absolute_url(),
        headline=headlines[run.state],
        counts=counted(run.counts) if run.state == "importing" and run.counts else [],
        stop_url=reverse("crm:importrun-stop", args=[run.pk]),
    )
    template = "ui/_progress.html" if request.htmx else "ui/progress.html"
    return render(request, template, {"page": page, "job": job})


def ranked(counts) -> list[tuple[str, str]]:
    return [(text, number(count)) for text, count in sorted(counts.items(), key=lambda pair: -pair[1])]


def alikes(run, spec) -> list[dict]:
    """The rows that look like a record, with the record as its reader may see it now."""
    shown = run.counts.get("alikes", [])
    records = spec.rows(run.owner).in_bulk([row["record"] for row in shown]) if shown else {}
    return [{**row, "record": records[row["record"]]} for row in shown if row["record"] in records]


def titled(run) -> str:
    if run.state == "checked":
        return _("This would happen")
    return {
        "done": _("Imported"),
        "stopped": _("Stopped"),
        "failed": _("Not finished"),
        "undone": _("Undone"),
    }[run.state]


def summary(request, run, spec, list_url):
    counts = run.counts
    page = FormTexts(titled(run), "", reverse("crm:importrun-list"), icon="upload")
    written = counts.get("created", 0) + counts.get("updated", 0)
    kept = ImportRow.objects.filter(run=run).exclude(kept="")
    context = {
        "page": page,
        "run": run,
        "spec": spec,
        "step": 3 if run.state == "checked" else 4,
        "counts": counted(counts),
        "made": ranked(counts.get("made", {})),
        "warnings": ranked(counts.get("warnings", {})),
        "reasons": ranked(counts.get("reasons", {})),
        "alike": counts.get("alike", 0),
        "alikes": alikes(run, spec),
        "shown": counts.get("shown", []),
        "written": written,
        "submit_label": asked_to_import(written),
        "has_refused": ImportRow.objects.filter(run=run, outcome="refused").exists(),
        "undo": counts.get("undo"),
        "kept": list(kept[:200]),
        "list_url": list_url,
    }
    return render(request, "crm/importrun/result.html", context)


def asked_to_import(written) -> str:
    if not written:
        return _("Nothing to import")
    return ngettext("Import %(count)s record", "Import %(count)s records", written) % {"count": number(written)}
