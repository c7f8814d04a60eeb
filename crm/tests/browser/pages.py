"""A Chromium in which one of the cast is signed in; what it complains about fails the test.

A plugin of the root conftest, so that the browser tests of every app share one browser.
"""

import shutil
import threading
import time

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client

SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# A refused form answers 422 and a conflict 409: Chromium reports both as failed loads.
REFUSED = "Failed to load resource: the server responded with a status of 4"
PARTS = {"stylesheet", "script", "image", "font"}


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    playwright.expect.set_options(timeout=15_000)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES.split())
        yield browser
        browser.close()


class Traffic:
    """Requests under way in the server's threads: emptying the tables beside them would trip both."""

    def __init__(self):
        self.lock, self.running, self.last = threading.Lock(), 0, 0.0

    def begun(self, **kwargs):
        self.count(1)

    def ended(self, **kwargs):
        self.count(-1)

    def count(self, step):
        with self.lock:
            self.running, self.last = self.running + step, time.monotonic()

    def wait(self, patience=20.0, quiet=0.3):
        """Until nothing runs and nothing has begun for a moment."""
        end = time.monotonic() + patience
        while time.monotonic() < end and (self.running > 0 or time.monotonic() - self.last < quiet):
            time.sleep(0.05)


@pytest.fixture
def traffic(live_server):
    found = Traffic()
    request_started.connect(found.begun)
    request_finished.connect(found.ended)
    yield found
    found.wait()
    request_started.disconnect(found.begun)
    request_finished.disconnect(found.ended)


@pytest.fixture
def page_of(live_server, chromium, traffic):
    """page_of(ana): a page of a browser in which Ana is signed in; page_of(None): in which nobody is."""
    contexts, complaints = [], []

    def heard(said):
        if "Content Security" in said.text or (said.type == "error" and not said.text.startswith(REFUSED)):
            complaints.append(said.text)

    def answered(response):
        if response.status >= 400 and response.request.resource_type in PARTS:
            complaints.append(f"{response.status} {response.url}")

    def opened(user, **options):
        context = chromium.new_context(base_url=live_server.url, **{"locale": "en-US", **options})
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_of(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", heard)
        page.on("response", answered)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def session_of(user, url) -> dict:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def drag(page, tile, target):
    """As a hand does it: press, begin to move, arrive, let go."""
    start, end = tile.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 40)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 50, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 110, steps=12)
    page.mouse.up()
