"""What production refuses to start with, each in one sentence that says what to do."""

import ipaddress
import logging
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http.request import validate_host

log = logging.getLogger(__name__)

MODES = ("production", "embedded", "test")
# Keys of examples and of other projects' defaults: whoever knows them signs in as anybody.
KNOWN_KEYS = re.compile(r"django-insecure|change.?me|secret.?key|example|insecure|dev(dev)+|^(.{1,8})\2+$", re.I)
SHORTEST_KEY, FEWEST_SIGNS = 50, 12
DEMO_DOMAIN = "@norte.example"


class UnsafeStart(ImproperlyConfigured):
    """Norte does not start like this."""


def refuse_unsafe_start():
    """Called once the apps are loaded, in every process: web, worker, command."""
    problems = list(unsafe_settings(settings._wrapped))
    if problems:
        raise UnsafeStart(" ".join(problems))


def unsafe_settings(found):
    """Sentences about settings that production must not have; `found` is a settings object."""
    if found.MODE not in MODES:
        yield f"NORTE_MODE must be one of {', '.join(MODES)}."
    if found.MODE != "production":
        return
    yield from _about_key(found.__dict__.get("SECRET_KEY") or "")
    if found.DEBUG:
        yield "DEBUG must not be set: it shows the inside of Norte to everybody."
    yield from _about_hosts(found)
    for name in ("REDIS_URL", "CACHE_URL"):
        if _is_open(getattr(found, name)):
            yield f"{name} names a server elsewhere without a password: give it one, as in redis://:password@host/0."
    database = found.DATABASES["default"]
    if database.get("HOST") and not _is_here(database["HOST"]) and not database.get("PASSWORD"):
        yield "DATABASE_URL names a server elsewhere without a password: give it one."


def _about_key(key):
    if not key:
        yield "SECRET_KEY is missing: give it 50 or more random characters."
    elif len(key) < SHORTEST_KEY:
        yield f"SECRET_KEY is too short: give it {SHORTEST_KEY} or more random characters."
    elif KNOWN_KEYS.search(key) or len(set(key)) < FEWEST_SIGNS:
        yield "SECRET_KEY is one that others know or guess: make a random one."


def _about_hosts(found):
    site = urlsplit(found.SITE_URL)
    if not found.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS is missing: name the hosts Norte is reached by."
    elif any(host.strip() in ("*", ".") for host in found.ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS must not be *: name the hosts Norte is reached by."
    elif not validate_host(site.hostname or "", found.ALLOWED_HOSTS):
        yield "The host of SITE_URL must be among ALLOWED_HOSTS: e-mails link to it."
    if site.scheme != "https":
        yield "SITE_URL must begin with https://, as people open Norte."
    if any(not origin.startswith("https://") for origin in found.CSRF_TRUSTED_ORIGINS):
        yield "CSRF_TRUSTED_ORIGINS must all begin with https://."


def _is_open(url) -> bool:
    """A Redis elsewhere than on this machine, without a password."""
    if "socket" in url or url.startswith("unix"):
        return False
    parts = urlsplit(url)
    return not parts.password and not _is_here(parts.hostname or "localhost")


def _is_here(host) -> bool:
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_demo_people():
    """Before the first request of a web process: the demonstration's passwords are known to everybody."""
    if settings.MODE != "production":
        return
    try:
        found = _demo_people()
    except DatabaseError as error:
        log.warning("could not look for demonstration accounts: %s", type(error).__name__)
        return
    if found:
        raise UnsafeStart(DEMO_SENTENCE)


DEMO_SENTENCE = (
    f"There are active demonstration accounts ({DEMO_DOMAIN}) whose passwords everybody knows: "
    "start with an empty database, or deactivate them."
)


def _demo_people() -> bool:
    from crm.models import User

    return User.objects.active().filter(email__iendswith=DEMO_DOMAIN).exclude(password__startswith="!").exists()  # noqa: S106


@register(Tags.database)
def no_demo_people(databases=None, **kwargs):
    if not databases or settings.MODE != "production":
        return []
    try:
        return [Error(DEMO_SENTENCE, id="norte.E001")] if _demo_people() else []
    except DatabaseError:
        return []


@register(Tags.security, deploy=True)
def mail_goes_out(**kwargs):
    if settings.MODE == "production" and "smtp" not in settings.EMAIL_BACKEND:
        return [
            Warning(
                "E-mail goes nowhere: invitations and new passwords reach nobody.",
                hint="Set EMAIL_URL, such as smtp+tls://user:password@host:587.",
                id="norte.W001",
            )
        ]
    return []
