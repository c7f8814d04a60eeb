"""The steps of an import as jobs: read, check, import, undo. Each goes on where a killed worker stopped."""

from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from crm.jobs import LeaseLost, handles
from crm.models import ImportRun, Organization
from crm.transfer.checking import Check
from crm.transfer.importing import Import
from crm.transfer.limits import BATCH
from crm.transfer.mapping import prepare
from crm.transfer.stage import put_down
from crm.transfer.undoing import Undo


def step(kind, label, *, failed="failed"):
    """`function(run, job, keep) -> values` of a run: in its owner's language, its faults told on the run."""

    def register(function):
        def handler(job, keep):
            run = ImportRun.objects.select_related("owner").get(pk=job.arguments["run"])
            language = run.owner.language or Organization.current().language
            with translation.override(language):
                try:
                    values = function(run, job, keep)
                except LeaseLost:
                    raise
                except ValidationError as error:
                    values = {"state": failed, "error": " ".join(error.messages)}
                except Exception:
                    ImportRun.objects.filter(pk=run.pk).update(state="failed", error=str(UNEXPECTED))
                    raise
            ImportRun.objects.filter(pk=run.pk).update(**values)

        handles(kind, label=label, url=lambda job: reverse_lazy("crm:importrun-detail", args=[job.arguments["run"]]))(
            handler
        )
        return function

    return register


UNEXPECTED = _("An unexpected error stopped this. What was done until then stays; start it again to go on.")


@step("import.read", _("Reading a file"), failed="uploaded")
def read(run, job, keep):
    found = put_down(run.file.path, run.format, lambda rows: keep(progress=rows))
    run.profile, run.rows = {"columns": found["columns"]}, found["rows"]
    prepare(run)
    return {
        "profile": run.profile,
        "rows": run.rows,
        "mapping": run.mapping,
        "key": run.key,
        "state": "mapping",
        "error": "",
    }


@step("import.check", _("Checking a file"), failed="mapping")
def check(run, job, keep):
    return {"counts": Check(run).go(keep), "state": "checked", "error": ""}


@step("import.run", _("Importing a file"))
def run_import(run, job, keep):
    if not job.cursor:
        run.counts = {}
    Import(run).go(job.cursor, keep)
    return {"state": "done", "error": "", "imported_at": timezone.now()}


@step("import.undo", _("Undoing an import"))
def undo(run, job, keep):
    counts = Undo(run).go(job.cursor, keep, size=BATCH)
    return {"state": "undone", "counts": run.counts | {"undo": counts}}
