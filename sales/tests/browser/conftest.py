"""A Chromium in which one of the cast is signed in; what it complains about fails the test."""

import shutil

import pytest
from django.conf import settings
from django.test import Client

SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES.split())
        yield browser
        browser.close()


@pytest.fixture
def page_of(live_server, chromium):
    """page_of(ana): a page of a browser in which Ana is signed in."""
    contexts, complaints = [], []

    def signed_in(user, **options):
        client = Client()
        client.force_login(user)
        context = chromium.new_context(base_url=live_server.url, locale="en-US", **options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert complaints == []
