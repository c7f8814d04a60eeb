import json

from django.urls import reverse

from crm.models import Job
from crm.tests.factories import JobFactory
from crm.tests.transfer.bringing import brought
from crm.transfer import running

NEWS, HOME = reverse("crm:job-news"), reverse("crm:company-list")


def started_in_background(client, by, monkeypatch):
    """An import too large for a page to wait for."""
    run = brought("Nome;E-mail\nAna;ana@x.com\n", by)
    monkeypatch.setattr(running, "SMALL_ROWS", 0)
    client.post(reverse("crm:importrun-run", args=[run.pk]))
    return Job.objects.get(kind="import.run")


def test_every_page_asks_while_a_job_works_and_shows_its_end_once(client_of, dora, monkeypatch):
    client = client_of(dora)
    assert NEWS not in client.get(HOME).content.decode()

    job = started_in_background(client, dora, monkeypatch)
    assert f'hx-post="{NEWS}"' in client.get(HOME).content.decode()
    assert client.post(NEWS).status_code == 204

    Job.objects.filter(pk=job.pk).update(state="done")
    told = client.post(NEWS)
    toast = json.loads(told["HX-Trigger"])["norte:toast"]
    assert (toast["text"], toast["level"]) == ("Importing a file: finished", "success")
    assert toast["url"] == reverse("crm:importrun-detail", args=[job.arguments["run"]])

    assert client.post(NEWS).status_code == 286
    assert NEWS not in client.get(HOME).content.decode()


def test_what_failed_is_told_as_such(client_of, ana):
    JobFactory(owner=ana, state="failed")

    toast = json.loads(client_of(ana).post(NEWS)["HX-Trigger"])["norte:toast"]

    assert (toast["text"], toast["level"]) == ("nothing: not finished", "error")


def test_nobody_hears_of_anothers_job_and_looking_tells_nothing(client_of, ana, caio):
    job = JobFactory(owner=caio)

    assert client_of(ana).post(NEWS).status_code == 286
    assert client_of(caio).get(NEWS).status_code == 405
    assert Job.objects.get(pk=job.pk).told_at is None


def test_a_small_import_ends_on_its_own_page_without_news(client_of, dora):
    client = client_of(dora)
    run = brought("Nome;E-mail\nAna;ana@x.com\n", dora)
    client.post(reverse("crm:importrun-run", args=[run.pk]))

    assert not Job.objects.untold().exists()
    assert NEWS not in client.get(HOME).content.decode()
