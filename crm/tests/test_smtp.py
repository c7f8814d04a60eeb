"""Mail servers that stall: left in time, and whatever they did not take goes out later."""

import time

import pytest

from crm.actions import mail
from crm.models import Message
from crm.tests.outbox import fresh, ids, later, queued
from crm.tests.sink import Silent, Stalling


@pytest.mark.parametrize("moment", ["banner", "ehlo", "data"])
def test_a_server_that_stalls_before_the_text_has_taken_nothing(server, ana, settings, moment):
    sink, message = server(), queued(ana)
    port, settings.EMAIL_TIMEOUT = settings.EMAIL_PORT, 1
    with Stalling(moment) as stalling:
        settings.EMAIL_PORT = stalling.port
        mail.deliver(message.pk)
    assert (fresh(message).state, message.doubts) == ("queued", 0)

    settings.EMAIL_PORT = port
    later(message)
    mail.deliver(message.pk)
    assert ids(sink) == [message.message_id]


def test_a_server_of_one_byte_a_second_is_left_at_the_deadline(server, ana, settings, monkeypatch):
    server()
    message = queued(ana)
    monkeypatch.setattr(mail, "DEADLINE", 2)
    began = time.monotonic()
    with Stalling("banner", drip=0.2) as slow:
        settings.EMAIL_PORT = slow.port
        mail.deliver(message.pk)

    assert 1.5 < time.monotonic() - began < 5
    assert (fresh(message).state, message.doubts) == ("queued", 0)


def test_a_server_that_never_answers_the_end_of_the_text_leaves_it_uncertain(server, ana, settings):
    server("hang")
    settings.EMAIL_TIMEOUT = 1
    message = queued(ana)

    mail.deliver(message.pk)

    assert (fresh(message).state, message.doubts) == ("uncertain", 1)


def test_a_line_that_is_a_dot_arrives_as_one(server, ana):
    sink = server()
    message = queued(ana)
    Message.objects.update(text="one\n.\n..two\n.three\n", html="")

    mail.deliver(message.pk)

    assert sink.taken[0][1].get_payload().replace("\r", "") == "one\n.\n..two\n.three\n"


def test_a_silent_server_is_left_after_the_timeout(server, settings, ana):
    server()
    settings.EMAIL_TIMEOUT = 1
    message = queued(ana)
    with Silent() as silent:
        settings.EMAIL_PORT = silent.port
        mail.deliver(message.pk)

    assert (fresh(message).state, message.doubts) == ("queued", 0)
