"""A Chromium in which one of the cast is signed in; what it complains about fails the test.

A plugin of the root conftest, so that the browser tests of every app share one browser.
"""

import shutil

import pytest
from django.conf import settings
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


@pytest.fixture
def page_of(live_server, chromium):
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
