"""E-mail under faults: nothing is lost, nothing comes twice, and what nobody can know is shown as uncertain."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from crm.actions import lease, mail
from crm.models import Message, Notice
from crm.tests.database import database_url
from crm.tests.factories import UserFactory
from crm.tests.outbox import NOTICE, fresh, ids, later, queued
from crm.tests.sink import until

# --- What is written ------------------------------------------------------------


def test_a_message_is_written_in_the_receivers_language_with_its_style_inside(ana):
    ana.language = "en"
    message = queued(ana)

    assert (message.to, message.subject, message.state) == (ana.email, "Something happened", "queued")
    assert "nothing to do" in message.text
    assert '<a class="button" href="https://n/" style="' in message.html


def test_the_same_key_writes_one_message(ana):
    assert queued(ana) == queued(ana)
    assert Message.objects.count() == 1


def test_text_is_not_escaped_and_html_is(ana):
    message = mail.send("crm/account_notice", to=ana, key="k", context=NOTICE | {"what": "Rock & <b>Roll</b>"})

    assert message.subject == "Rock & <b>Roll</b>"
    assert "Rock & <b>Roll</b>." in message.text
    assert "Rock &amp; &lt;b&gt;Roll" in message.html


@pytest.mark.parametrize("evil", ["Hi\r\nBcc: eve@evil.example", "Hi\nX: 1", "Hi\x00\rthere", "x" * 2000])
def test_no_subject_makes_another_header_or_receiver(server, ana, evil):
    sink = server()
    message = mail.send("crm/account_notice", to=ana, key="k", context=NOTICE | {"what": evil})
    mail.deliver(message.pk)

    [(receivers, sent)] = sink.taken
    assert receivers == [ana.email]
    assert (sent["Bcc"], sent["X"], sent["To"]) == (None, None, ana.email)


def test_who_wants_no_mail_about_work_gets_none_but_what_concerns_the_account(ana):
    ana.wants_mail = False

    assert queued(ana, "work") is None
    assert queued(ana, "account", is_about_account=True).to == ana.email


def test_a_deactivated_person_gets_no_mail(ana):
    ana.is_active = False

    assert queued(ana, is_about_account=True) is None


def test_a_rolled_back_cause_leaves_no_message(ana):
    with transaction.atomic():
        queued(ana)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


# --- How it goes out --------------------------------------------------------------


def test_a_message_goes_out_once_with_its_own_id(server, ana):
    sink, message = server(), queued(ana)

    mail.deliver(message.pk)
    mail.deliver(message.pk)

    assert ids(sink) == [message.message_id]
    assert (fresh(message).state, message.attempts, message.leased_until) == ("sent", 1, None)
    assert sink.taken[0][1].get_content_type() == "multipart/alternative"


def test_a_secret_text_is_wiped_once_it_is_sent(server, ana):
    server()
    message = queued(ana, is_secret=True)
    assert message.text

    mail.deliver(message.pk)

    assert (fresh(message).text, message.html) == ("", "")


@pytest.mark.parametrize("answer", ["451 later", "rcpt 450 busy", "421 closing"])
def test_a_temporary_no_is_tried_again_later(server, ana, answer):
    sink, message = server(answer), queued(ana)

    mail.deliver(message.pk)
    assert (fresh(message).state, message.doubts, message.error[:2]) == (
        "queued",
        0,
        answer[-len(answer) :].removeprefix("rcpt ")[:2],
    )
    assert message.due_at > timezone.now() + timedelta(seconds=50)
    mail.deliver(message.pk)
    assert sink.taken == []

    later(message)
    mail.deliver(message.pk)
    assert ids(sink) == [message.message_id]


def test_the_wait_doubles_up_to_six_hours_and_ends(server, ana):
    message = queued(ana)
    server(*["451 later"] * 20)
    waits = []
    for __ in range(mail.MAX_ATTEMPTS):
        later(message)
        mail.deliver(message.pk)
        waits.append(round((fresh(message).due_at - timezone.now()).total_seconds() / 60))

    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 360
    assert message.state == "failed"


@pytest.mark.parametrize("answer", ["550 no such box", "rcpt 550 unknown", "554 refused"])
def test_a_final_no_is_not_tried_again(server, ana, answer):
    sink, message = server(answer), queued(ana)

    mail.deliver(message.pk)
    later(message)
    mail.deliver(message.pk)

    assert (fresh(message).state, message.attempts) == ("failed", 1)
    assert message.error.startswith(answer.removeprefix("rcpt ")[:3])
    assert sink.taken == []


def test_a_server_that_refuses_the_connection_costs_only_time(server, settings, ana):
    server()
    settings.EMAIL_PORT = 1
    message = queued(ana)

    mail.deliver(message.pk)

    assert (fresh(message).state, message.doubts) == ("queued", 0)


def test_a_server_that_dies_after_the_text_leaves_it_uncertain_and_is_not_asked_again(server, ana):
    sink, message = server("die"), queued(ana)

    for __ in range(3):
        mail.deliver(message.pk)
        later(message)
        mail.sweep()

    assert ids(sink) == [message.message_id]
    assert (fresh(message).state, message.doubts, message.attempts) == ("uncertain", 1, 1)


def test_what_is_uncertain_is_told_to_administrators_and_a_person_may_send_it_again(server, ana, dora):
    sink, message = server("die"), queued(ana)
    mail.deliver(message.pk)
    assert Notice.objects.get().person == dora

    assert mail.send_again(message, by=dora)
    assert not mail.send_again(message, by=dora)
    mail.deliver(message.pk)

    assert ids(sink) == [message.message_id] * 2
    assert fresh(message).state == "sent"
    assert not mail.send_again(message, by=dora)


def test_a_secret_text_that_was_wiped_is_not_sent_again(server, ana, dora):
    server("die")
    message = queued(ana, is_secret=True)
    mail.deliver(message.pk)

    assert fresh(message).state == "uncertain"
    assert not mail.send_again(message, by=dora)


def test_one_worker_delivers_all_that_waits_and_others_leave_it_alone(server, ana):
    sink, messages = server(), [queued(ana, f"k{number}") for number in range(5)]

    with lease.held(mail.LANE):
        mail.deliver(messages[0].pk)
    assert sink.taken == []
    mail.deliver(messages[3].pk)

    assert sorted(ids(sink)) == sorted(one.message_id for one in messages)


def test_what_opens_an_account_goes_before_what_waits(server, ana):
    sink = server()
    first, __, secret = queued(ana, "a"), queued(ana, "b"), queued(ana, "c", is_secret=True)

    mail.deliver(first.pk)

    assert ids(sink)[1] == secret.message_id


def test_a_server_that_is_away_is_not_asked_again_for_each_message(server, settings, ana):
    server()
    settings.EMAIL_PORT = 1
    messages = [queued(ana, f"k{number}") for number in range(5)]

    mail.deliver(messages[0].pk)

    assert Message.objects.filter(attempts=0).count() == 3


def test_who_was_deactivated_meanwhile_gets_nothing(server, ana):
    sink, message = server(), queued(ana)
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)

    mail.deliver(message.pk)

    assert (fresh(message).state, sink.taken) == ("dropped", [])


# --- Workers that die ---------------------------------------------------------------


def test_a_claim_is_one_workers_until_its_lease_ends(ana):
    message = queued(ana)

    assert mail.claim(message.pk).pk == message.pk
    assert mail.claim(message.pk) is None
    later(message)
    assert mail.claim(message.pk).attempts == 2


def test_workers_that_die_before_handing_over_lose_nothing_however_many(server, ana):
    sink, message = server(), queued(ana)
    for __ in range(5):
        mail.claim(message.pk)
        later(message)

    mail.deliver(message.pk)

    assert ids(sink) == [message.message_id]


def test_a_late_worker_does_not_overwrite_what_another_has_done(server, ana):
    message = queued(ana)
    late = mail.claim(message.pk)
    later(message)
    server()
    mail.deliver(message.pk)

    assert mail._set(late, state="queued") is False
    assert fresh(message).state == "sent"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_the_answer_is_under_way_leaves_it_uncertain(server):
    """A real process, killed with -9 while the mail server keeps it waiting for the answer."""
    message = queued(UserFactory())
    sink = server("hang")
    controller_port = configured.EMAIL_PORT
    worker = start_worker(message.pk, controller_port)
    try:
        until(lambda: sink.taken)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert fresh(message).state == "handed"

    later(message)
    mail.sweep()
    mail.deliver(message.pk)

    assert ids(sink) == [message.message_id]
    assert fresh(message).state == "uncertain"


def start_worker(message_id, port):
    """Another process of this house, on the same test database."""
    code = (
        "import django; django.setup();"
        "from django.conf import settings;"
        "settings.EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend';"
        f"from crm.actions import mail; mail.deliver({message_id})"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True)


# --- Redis wiped -----------------------------------------------------------------------


def test_what_a_wiped_redis_forgot_is_swept(server, ana):
    sink, message = server(), queued(ana)
    cache.clear()

    waiting = mail.sweep()
    for pk in Message.objects.due().values_list("pk", flat=True):
        mail.deliver(pk)

    assert waiting == 1
    assert ids(sink) == [message.message_id]
    assert mail.sweep() == 0
