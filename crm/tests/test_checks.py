"""Production does not start unsafely: each case is a real process."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from crm.checks import unsafe_settings
from crm.tests.database import database_url
from crm.tests.factories import UserFactory

SAFE = {
    "NORTE_MODE": "production",
    "SECRET_KEY": "k7!Qz2#Lw9@Xc4$Vb6%Nm8^Hj1&Gf3*Dd5(Ss0)Pp-Oo_Ii=Uu+Yy",
    "ALLOWED_HOSTS": "crm.firma.example",
    "SITE_URL": "https://crm.firma.example",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://norte:pass@mail.firma.example:587",
    "DEFAULT_FROM_EMAIL": "Norte <norte@firma.example>",
}
UNSAFE = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
    ({"SECRET_KEY": "short-key-9!"}, "SECRET_KEY is too short"),
    ({"SECRET_KEY": "django-insecure-k7Qz2Lw9Xc4Vb6Nm8Hj1Gf3Dd5Ss0PpOoIiUuYy"}, "others know or guess"),
    ({"SECRET_KEY": "ab" * 40}, "others know or guess"),
    ({"DEBUG": "1"}, "DEBUG must not be set"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must not be *"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
    ({"SITE_URL": "http://crm.firma.example"}, "SITE_URL must begin with https://"),
    ({"SITE_URL": "https://other.example"}, "must be among ALLOWED_HOSTS"),
    ({"REDIS_URL": "redis://10.0.0.5:6379/0"}, "REDIS_URL names a server elsewhere without a password"),
    ({"DATABASE_URL": "postgresql://norte@10.0.0.6/norte"}, "DATABASE_URL names a server elsewhere"),
    ({"NORTE_MODE": "prod"}, "NORTE_MODE must be one of"),
]


def run(*arguments, **changes):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DATABASE_URL") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=kept | SAFE | {"DJANGO_SETTINGS_MODULE": "crm.settings"} | changes,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(("changes", "sentence"), UNSAFE, ids=[sentence for __, sentence in UNSAFE])
def test_an_unsafe_production_does_not_start_and_says_why(changes, sentence):
    done = run("manage.py", "check", **changes)

    assert done.returncode != 0
    assert done.stderr.startswith("Norte does not start: ")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_web_process_does_not_start_either():
    done = run("-c", "import crm.wsgi", ALLOWED_HOSTS="*")

    assert done.returncode != 0
    assert "UnsafeStart" in done.stderr


@pytest.mark.parametrize(
    "redis",
    ["redis://:pass@10.0.0.5/0", "redis+socket:///run/norte/valkey.sock?virtual_host=0", "redis://localhost/0"],
)
def test_a_safe_production_passes_every_check_without_a_warning(redis):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", REDIS_URL=redis)

    assert (done.returncode, done.stderr) == (0, "")


def test_mail_that_goes_nowhere_is_a_warning():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", EMAIL_URL="consolemail://")

    assert done.returncode != 0
    assert "norte.W001" in done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("email", "password", "starts"),
    [
        ("elisa.prado@norte.example", "known", False),
        ("eva@norte.example", None, True),
        ("eva@firma.example", "x", True),
    ],
)
def test_demonstration_people_keep_production_from_starting(email, password, starts):
    UserFactory(email=email, password=password)

    done = run("-c", "import crm.wsgi", DATABASE_URL=database_url())

    assert (done.returncode == 0) is starts
    assert ("demonstration accounts" in done.stderr) is not starts


def test_what_is_not_production_is_not_asked(settings):
    assert list(unsafe_settings(settings)) == []
