"""A file brought in by a person, through the same steps the pages and the command take."""

from django.core.files.base import ContentFile
from django.db import connection

from crm.actions import importrun as imports
from crm.models import ImportRun
from crm.transfer.formats import detect
from crm.transfer.running import step_now


def brought(text, by, record="crm.contact", **decided) -> ImportRun:
    """Uploaded and read, ready for the check; `decided` overrides mapping, key, mode, clears."""
    content = ContentFile(text if isinstance(text, bytes) else text.encode(), name="file.csv")
    run = imports.bring(content, by=by, record=record, name="file.csv")
    run.format, run.digest = detect(run.file.path)
    run.save()
    run = step_now(run, "read", by=by)
    assert run.state == "mapping", run.error
    mapping = run.mapping | decided.pop("mapping", {})
    return imports.decide(run, by=by, mapping=mapping, **decided)


def checked(*args, **decided) -> ImportRun:
    run = brought(*args, **decided)
    return step_now(run, "check", by=run.owner)


def imported(*args, **decided) -> ImportRun:
    run = brought(*args, **decided)
    return step_now(run, "run", by=run.owner)


def undone(run) -> ImportRun:
    return step_now(run, "undo", by=run.owner)


def outcome(run) -> tuple[int, int, int, int]:
    """(new, changed, unchanged, refused)"""
    return tuple(run.counts[name] for name in ("created", "updated", "unchanged", "refused"))


TABLES = ["crm_contact", "crm_company", "crm_affiliation", "crm_sector", "crm_source"]


def checksums(*tables) -> dict[str, str]:
    """What stands in the tables, whatever its physical order."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables or TABLES:
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found
