"""An import whose worker is killed with -9, again and again, ends as one that was left alone."""

import os
import random
import subprocess
import sys
import time

import pytest

from crm.actions import importrun as imports
from crm.models import Contact, HistoryEntry, ImportRow, Job
from crm.tests.database import database_url
from crm.tests.factories import UserFactory
from crm.tests.transfer.bringing import brought, outcome

ROWS = 12_000
WORK = """
import sys, django
django.setup()
from crm.tasks import run_job
run_job(int(sys.argv[1]))
"""
SAME = ("name", "emails", "phones", "job_title", "external_id", "version")


def file(seed):
    people = random.Random(seed)
    rows = [
        f"Pessoa {n};p{n if people.random() < 0.9 else n // 2}@x.com;{'Dona' if n % 3 else 'x' * 200};C{n}"
        for n in range(ROWS)
    ]
    return "Nome;E-mail;Cargo;Código\n" + "\n".join(rows)


def result(run):
    rows = ImportRow.objects.filter(run=run).order_by("number", "outcome").values_list("number", "outcome", "reasons")
    return sorted(Contact.objects.values_list(*SAME), key=str), list(rows), outcome(run)


def working(job):
    """A worker of its own, on the database of the test."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "crm.settings", "DATABASE_URL": database_url()}
    return subprocess.Popen([sys.executable, "-c", WORK, str(job)], env=environment)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_import_killed_in_the_middle_ends_like_one_that_was_not(south):
    from crm.transfer.running import step_now

    dora = UserFactory(name="Dora", team=south, is_superuser=True)
    content = file(1)
    whole = step_now(brought(content, dora, key="emails"), "run", by=dora)
    expected = result(whole)
    Contact.objects.all().delete()

    run = brought(content, dora, key="emails")
    job = imports.start(run, "run", by=dora)
    kills = 0
    while not (job := Job.objects.get(pk=job.pk)).is_over:
        Job.objects.filter(pk=job.pk).update(leased_until=None if job.state == "queued" else job.created_at)
        worker, begun = working(job.pk), job.progress
        while worker.poll() is None and kills < 4:
            if Job.objects.get(pk=job.pk).progress > begun:
                time.sleep(random.random() / 10)
                worker.kill()
                kills += 1
                break
            time.sleep(0.02)
        worker.wait()

    run.refresh_from_db()
    assert kills == 4
    assert run.state == "done"
    assert result(run) == expected
    created = HistoryEntry.objects.filter(cause=run.cause, verb="created", record_type__model="contact")
    assert created.count() == run.counts["created"]
