"""What happens to exports: ordered, written by a job, forgotten after a week."""

from crm.actions import job as jobs
from crm.actions import record as records
from crm.models import ExportFile


def order(model, *, by, kind: str, name: str, query: str, options: dict, rows: int | None = None) -> ExportFile:
    """Note who takes what out. The row stays as the trace of it when the file is long gone."""
    records.require_may(by, "export", model)
    return ExportFile.objects.create(
        owner=by,
        record=model._meta.label_lower,
        kind=kind,
        name=name[:120],
        query=query[:4000],
        options=options,
        rows=rows,
    )


def write_later(export: ExportFile, *, by, total=None) -> ExportFile:
    export.job = jobs.start("export", by=by, arguments={"export": export.pk}, total=total)
    export.save(update_fields=["job"])
    return export


def expire(now=None) -> int:
    """Delete the files of exports past their time; returns how many."""
    found = list(ExportFile.objects.expired(now)[:500])
    for export in found:
        export.file.delete(save=False)
        export.file = ""
        export.save(update_fields=["file"])
    return len(found)
