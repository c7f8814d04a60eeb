"""Messages and a mail server for the tests of both."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.actions import mail
from crm.models import Message
from crm.tests.sink import started

NOTICE = {"what": "Something happened", "moment": None, "ip": "127.0.0.1", "user_agent": "x", "url": "https://n/"}


def queued(to, key="k1", **options):
    return mail.send("crm/account_notice", to=to, key=key, context=NOTICE, **options)


@pytest.fixture
def server(settings):
    """server("451 later", …): a mail server with this script, in use."""
    controllers = []

    def start(*script):
        sink, controller = started(script)
        controllers.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        return sink

    yield start
    for controller in controllers:
        controller.stop(no_assert=True)


def fresh(message):
    message.refresh_from_db()
    return message


def later(message):
    """As if all waiting and all leases were over."""
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(due_at=past)
    Message.objects.filter(pk=message.pk, leased_until__isnull=False).update(leased_until=past)


def ids(sink) -> list[str]:
    return [mail["Message-ID"] for __, mail in sink.taken]
