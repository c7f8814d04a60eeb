"""Exports too large to wait for: written to a file in the background, for their creator alone."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files import File
from django.db import connection
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from crm.jobs import handles
from crm.models import ExportFile, Organization
from crm.transfer import xlsx
from crm.transfer.exporting import Export


def of(export: ExportFile) -> Export:
    options = {name: export.options[name] for name in ("scope", "delimiter") if name in export.options}
    return Export(export.owner, export.record, export.query, **options)


@handles(
    "export",
    label=_("Writing an export"),
    url=lambda job: reverse_lazy("crm:exportfile-detail", args=[job.arguments["export"]]),
)
def run_export(job, keep):
    """A killed export begins anew: only a whole file is ever kept."""
    export = ExportFile.objects.select_related("owner").get(pk=job.arguments["export"])
    with translation.override(export.owner.language or Organization.current().language):
        folder = Path(settings.FILES_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix="export-") as target, patient():
            export.rows = write(of(export), export.kind, target, keep)
            target.seek(0)
            export.file.save("", File(target), save=False)
    export.save(update_fields=["rows", "file"])


class patient:
    """Reading a whole table may take longer than a page is allowed to."""

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            self.before = cursor.fetchone()[0]
            cursor.execute("SET statement_timeout = 0")

    def __exit__(self, *error):
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, false)", [self.before])


def write(export: Export, kind: str, target, keep=lambda **values: None) -> int:
    """Write a whole export to a binary file; returns the number of rows."""
    if kind == "xlsx":
        title = str(export.model._meta.verbose_name_plural)
        return xlsx.write(target, title, export.headers(), export.rows(), lambda count: keep(progress=count))
    told = 0
    for piece in export.csv_lines():
        target.write(piece.encode())
        if export.written - told >= 20_000:
            told = export.written
            keep(progress=told)
    return export.written
