"""Gunicorn with two workers on the scaled database, and one signed-in client that measures."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from statistics import quantiles

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

PORT = 8765


@contextmanager
def serving():
    """The product and the floors on one port, until the block ends."""
    command = [sys.executable, "-m", "gunicorn", "crm.wsgi:application", "-b", f"127.0.0.1:{PORT}", "-w", "2"]
    process = subprocess.Popen(
        [*command, "--threads", "4", "--keep-alive", "60", "--log-level", "error"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
    )
    try:
        _wait()
        yield
    finally:
        process.terminate()
        process.wait()


def _wait():
    for __ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def signed_in(user) -> str:
    """A session cookie of this person."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Client:
    """One kept-alive connection; times are from the request's first byte to the answer's last."""

    def __init__(self, cookie):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.headers = {"Cookie": cookie, "Host": f"127.0.0.1:{PORT}"}

    def get(self, url, **headers) -> tuple[float, bytes]:
        """(milliseconds, body); SystemExit unless the answer is 200."""
        begun = time.perf_counter()
        self.connection.request("GET", url, headers=self.headers | headers)
        answer = self.connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - begun) * 1000
        if answer.status != 200:
            raise SystemExit(f"{url} answered {answer.status}: {body[:300]!r}")
        return spent, body


@dataclass
class Spent:
    """Milliseconds of a page, and of its floor taken in turns with it: both met the same neighbours."""

    p50: float
    p95: float
    floor: float
    floor_p95: float


def measured(client, urls, *, beside, times=40, **headers) -> Spent:
    """`times` requests that take turns through `urls`, each followed by one of its floor."""
    for url in (*urls, beside):
        client.get(url, **headers)
    own, floor = [], []
    for number in range(times):
        own.append(client.get(urls[number % len(urls)], **headers)[0])
        floor.append(client.get(beside)[0])
    return Spent(*percentiles(own), *percentiles(floor))


def percentiles(spent) -> tuple[float, float]:
    cuts = quantiles(spent, n=20)
    return cuts[9], cuts[18]
