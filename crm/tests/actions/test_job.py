from datetime import timedelta

import pytest
from django.utils import timezone

from crm.actions import job as jobs
from crm.jobs import HANDLERS, KINDS, handles
from crm.models import Job, Message
from crm.tests.factories import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    """A kind of work that ends at once, or fails where its arguments say so."""

    def work(job, keep):
        if job.arguments.get("fails"):
            raise RuntimeError("broken")

    handles("test.work", label="Testing", url=lambda job: f"/tests/{job.pk}/")(work)
    yield "test.work"
    del HANDLERS["test.work"], KINDS["test.work"]


def worked(kind, by, *, waited, **arguments) -> Job:
    job = jobs.start(kind, by=by, arguments=arguments)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - waited)
    jobs.run(jobs.claim(job.pk))
    return Job.objects.get(pk=job.pk)


LONG, SHORT = timedelta(minutes=2), timedelta(seconds=5)


def test_who_waited_long_is_written_to_in_their_language_with_the_way_to_the_result(kind, ana):
    ana.language = "pt-br"
    ana.save()

    job = worked(kind, ana, waited=LONG)

    message = Message.objects.get()
    assert (message.to, message.subject) == (ana.email, "Testing: pronto")
    assert f"/tests/{job.pk}/" in message.text


def test_that_it_did_not_finish_is_written_too(kind, ana):
    job = worked(kind, ana, waited=LONG, fails=True)

    assert (job.state, Message.objects.get().subject) == ("failed", "Testing: not finished")


def test_who_waited_a_moment_wants_no_mail_or_looked_on_gets_none(kind, ana, bruno, caio):
    bruno.wants_mail = False
    bruno.save()
    watched = jobs.start(kind, by=caio)
    Job.objects.filter(pk=watched.pk).update(created_at=timezone.now() - LONG)
    jobs.watched(watched)

    worked(kind, ana, waited=SHORT)
    worked(kind, bruno, waited=LONG)
    jobs.run(jobs.claim(watched.pk))

    assert not Message.objects.exists()


def test_a_job_given_up_on_is_told_once(kind, ana):
    past = timezone.now() - timedelta(hours=1)
    JobFactory(kind=kind, owner=ana, state="running", attempts=99, leased_until=past, created_at=past)

    jobs.sweep()
    jobs.sweep()

    assert [one.subject for one in Message.objects.all()] == ["Testing: not finished"]
    assert (jobs.tell_next(by=ana).state, jobs.tell_next(by=ana)) == ("failed", None)


def test_each_end_is_told_once_and_to_its_owner_alone(kind, ana, caio):
    job = worked(kind, ana, waited=SHORT)
    assert jobs.is_awaited(by=ana)

    assert (jobs.tell_next(by=caio), jobs.tell_next(by=ana), jobs.tell_next(by=ana)) == (None, job, None)
    assert not jobs.is_awaited(by=ana)


def test_a_message_that_cannot_be_written_keeps_no_job_from_ending(kind, ana, monkeypatch):
    monkeypatch.setattr("crm.actions.mail.written", lambda *_: 1 / 0)

    assert worked(kind, ana, waited=LONG).state == "done"
