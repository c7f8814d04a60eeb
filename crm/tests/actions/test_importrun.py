from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from crm.actions import importrun as imports
from crm.actions import job as jobs
from crm.models import Contact, ImportRun, Job
from crm.tests.transfer.bringing import brought, imported, undone

FILE = "Nome;E-mail\nAna;ana@x.com\n"


def test_a_step_is_taken_once_at_a_time(dora):
    run = brought(FILE, dora)
    imports.start(run, "run", by=dora)

    with pytest.raises(ValidationError):
        imports.start(run, "run", by=dora)

    assert Job.objects.filter(kind="import.run").count() == 1


def test_nobody_else_moves_a_run(dora, bruno):
    run = brought(FILE, dora)

    for verb in (imports.stop, imports.remove):
        with pytest.raises(PermissionDenied):
            verb(run, by=bruno)
    with pytest.raises(PermissionDenied):
        imports.start(run, "run", by=bruno)

    assert ImportRun.objects.get().state == "mapping"


def test_a_stopped_import_keeps_what_was_written_and_its_worker_writes_no_more(dora):
    run = brought(FILE, dora)
    job = jobs.claim(imports.start(run, "run", by=dora).pk)
    imports.stop(run, by=dora)

    jobs.run(job)

    run.refresh_from_db()
    assert (run.state, Contact.objects.count()) == ("stopped", 0)


def test_a_step_whose_worker_was_given_up_can_be_taken_again(dora):
    run = brought(FILE, dora)
    job = imports.start(run, "run", by=dora)
    Job.objects.filter(pk=job.pk).update(state="failed")
    run.refresh_from_db()
    assert run.standing == "stopped"

    jobs.run(jobs.claim(imports.start(run, "run", by=dora).pk))

    assert Contact.objects.count() == 1


def test_a_file_of_which_records_came_is_not_forgotten(dora):
    run = imported(FILE, dora)

    with pytest.raises(ValidationError):
        imports.remove(run, by=dora)

    assert ImportRun.objects.exists()


def test_an_old_file_goes_and_undo_stays(dora):
    run = imported(FILE, dora)
    path = Path(run.file.path)

    gone = imports.expire(timezone.now() + timedelta(days=31))

    run.refresh_from_db()
    assert (gone, path.exists(), run.file.name) == (1, False, "")
    assert undone(run).counts["undo"]["removed"] == 1
