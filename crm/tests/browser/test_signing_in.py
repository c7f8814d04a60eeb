"""How people come in: with a second step, and by an invitation."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import caches
from django.urls import reverse

from crm.models import Invitation, Message, Role, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_memory(db):
    caches["guard"].clear()


def code_of(secret) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_person_signs_in_with_the_password_and_then_the_code(page_of, ana):
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    page = page_of(None)
    page.goto(reverse("crm:profile"))

    page.locator("[name=login]").fill(ana.email)
    page.locator("[name=password]").fill("correct horse battery")
    page.keyboard.press("Enter")
    page.locator("[name=code]").fill("000000")
    page.keyboard.press("Enter")
    page.locator(".invalid-feedback, [role=alert]").first.wait_for()
    page.locator("[name=code]").fill(code_of(secret))
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('crm:profile')}")


def test_an_invited_person_chooses_a_password_and_is_in(page_of, dora, south):
    page = page_of(dora)
    page.goto(reverse("crm:user-create"))
    page.get_by_label("Name").fill("Gil Dias")
    page.get_by_label("E-mail", exact=False).first.fill("gil@norte.example")
    page.locator("[name=roles]").first.wait_for(state="attached")
    page.get_by_label(str(Role.objects.get(key="seller"))).check()
    page.locator("[data-submit]").click()
    page.get_by_role("heading", name="Gil Dias").wait_for()

    link = re.search(r"https?://[^/]+(/\S+)", Message.objects.get().text)[1]
    guest = page_of(None)
    guest.goto(link)
    for field in guest.locator("input[type=password]").all():
        field.fill("a horse on a staple")
    guest.keyboard.press("Enter")

    guest.get_by_role("heading", name="Gil").wait_for()
    assert User.objects.get(email="gil@norte.example").check_password("a horse on a staple")
    guest.goto(link)
    assert guest.locator("input[type=password]").count() == 0
    assert Invitation.objects.count() == 1
