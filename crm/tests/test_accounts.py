"""Signing in, and what it must not give away."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from crm.actions import apitoken as apitokens
from crm.models import ApiToken, Message
from crm.tests.factories import UserFactory

LOGIN, RESET, HOME = reverse("account_login"), reverse("account_reset_password"), reverse("crm:profile")
PASSWORD, OTHER = "correct horse battery", "staple battery correct"


@pytest.fixture(autouse=True)
def no_memory(db):
    caches["guard"].clear()


def signed_in(user, client=None, password=PASSWORD, **extra):
    client = client or Client()
    return client, client.post(LOGIN, {"login": user.email, "password": password} | extra)


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def code_of(secret) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_second_step(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def test_the_right_password_opens_the_page_asked_for(ana):
    client, response = signed_in(ana, next="/teams/")

    assert (response.status_code, response.url) == (302, "/teams/")
    assert is_in(client)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        r"/\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://testserver.evil.example/",
        "http://testserver/teams/",
        "\t//evil.example",
    ],
)
def test_nobody_is_sent_off_this_site_after_signing_in(ana, target):
    __, response = signed_in(ana, next=target)

    assert response.url == "/"


def test_signing_in_makes_a_new_session(ana):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["norte"] = session.session_key

    signed_in(ana, client)

    assert client.session.session_key != session.session_key


def test_a_wrong_password_and_an_unknown_person_look_alike(ana):
    wrong = signed_in(ana, password=OTHER)[1]
    nobody = signed_in(UserFactory.build(email="zz@" + ana.email.split("@")[1]), password=OTHER)[1]
    closed = signed_in(UserFactory(email="closed@norte.example", is_active=False))[1]

    assert {one.status_code for one in (wrong, nobody, closed)} == {200}
    assert len({tuple(one.context["form"].non_field_errors()) for one in (wrong, nobody, closed)}) == 1
    assert UserSession.objects.count() == 0


def test_the_sixth_attempt_is_refused_even_with_the_right_password(ana):
    for __ in range(5):
        signed_in(ana, password=OTHER)

    client, response = signed_in(ana)

    assert [error.code for error in response.context["form"].errors.as_data()["__all__"]] == [
        "too_many_login_attempts"
    ]
    assert not is_in(client)


def test_wiping_redis_does_not_forgive_wrong_passwords(ana):
    for __ in range(5):
        signed_in(ana, password=OTHER)
    cache.clear()

    assert not is_in(signed_in(ana)[0])


def test_one_address_cannot_try_many_people(ana):
    for number in range(10):
        signed_in(UserFactory.build(email=f"p{number}@norte.example"), password=OTHER)

    assert not is_in(signed_in(ana)[0])


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "password/set/", "social/", "3rdparty/", "login/code/"]
)
def test_what_is_not_wanted_of_allauth_is_not_there(client_of, ana, path):
    assert client_of(ana).get(f"/account/{path}").status_code == 404


def test_a_deactivated_person_is_out_at_the_next_request(client_of, ana):
    client = client_of(ana)
    assert is_in(client)
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)

    assert client.get(HOME).url == f"{LOGIN}?next={HOME}"


def test_a_new_password_ends_the_other_sessions_and_the_tokens_when_asked(ana):
    here, there = signed_in(ana)[0], signed_in(ana)[0]
    apitokens.issue(by=ana, name="ERP")

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER, "revoke_tokens": "on"},
    )

    assert (is_in(here), is_in(there)) == (True, False)
    assert not ApiToken.objects.alive().exists()
    assert Message.objects.get().subject == "Your password was changed"


def test_tokens_live_on_when_nothing_is_said_about_them(ana):
    client = signed_in(ana)[0]
    apitokens.issue(by=ana, name="ERP")

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})

    assert ApiToken.objects.alive().count() == 1


# --- A new password by mail ---------------------------------------------------


def test_the_mail_speaks_the_persons_language_in_its_subject_too(ana):
    type(ana).objects.filter(pk=ana.pk).update(language="pt-br")

    Client().post(RESET, {"email": ana.email})

    assert Message.objects.get().subject == "Uma nova senha para Norte"


def link_in(message) -> str:
    return re.search(r"https?://\S+", message.text)[0]


def test_a_reset_link_names_the_configured_site_whatever_the_request_says(settings, ana):
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]

    Client().post(RESET, {"email": ana.email}, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")

    assert link_in(Message.objects.get()).startswith(settings.SITE_URL + "/account/password/reset/key/")
    assert "evil" not in Message.objects.get().text


def test_a_reset_answers_alike_whether_there_is_such_a_person(ana):
    invited = UserFactory(email="invited@norte.example", password=None)
    UserFactory(email="closed@norte.example", is_active=False)
    answers = [
        Client().post(RESET, {"email": email})
        for email in (ana.email, "nobody@norte.example", invited.email, "closed@norte.example")
    ]

    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {
        (302, reverse("account_reset_password_done"), b"")
    }
    assert [message.to for message in Message.objects.all()] == [ana.email]


def test_a_reset_link_works_once_and_for_one_hour(ana):
    Client().post(RESET, {"email": ana.email})
    url = link_in(Message.objects.get())
    client = Client()
    form = client.get(url, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": OTHER, "password2": OTHER})

    ana.refresh_from_db()
    assert ana.check_password(OTHER)
    assert Client().get(url, follow=True).context["token_fail"] is True

    Message.objects.all().delete()
    Client().post(RESET, {"email": ana.email})
    late = link_in(Message.objects.get())
    with travel(timezone.now() + timedelta(seconds=3601)):
        assert Client().get(late, follow=True).context["token_fail"] is True


def test_a_reset_is_no_way_around_the_second_step(ana):
    with_second_step(ana)
    Client().post(RESET, {"email": ana.email})
    client = Client()
    form = client.get(link_in(Message.objects.get()), follow=True)

    client.post(form.redirect_chain[-1][0], {"password1": OTHER, "password2": OTHER})

    assert not is_in(client)
    assert signed_in(ana, password=OTHER)[1].url == reverse("mfa_authenticate")


# --- The second step ------------------------------------------------------------


def test_with_a_second_step_the_password_alone_opens_nothing(ana):
    with_second_step(ana)
    client, response = signed_in(ana)

    assert response.url == reverse("mfa_authenticate")
    assert not is_in(client)


@pytest.mark.parametrize("code", ["", "000000", "abc", "None"])
def test_a_missing_or_wrong_code_fails(ana, code):
    with_second_step(ana)
    client, __ = signed_in(ana)

    client.post(reverse("mfa_authenticate"), {"code": code})

    assert not is_in(client)


def test_a_code_lets_in_once(ana):
    secret = with_second_step(ana)
    first, second = signed_in(ana)[0], signed_in(ana)[0]

    with travel(timezone.now(), tick=False):
        code = code_of(secret)
        first.post(reverse("mfa_authenticate"), {"code": code})
        cache.clear()
        second.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_lets_in_once(ana):
    with_second_step(ana)
    code = Authenticator.objects.get(user=ana, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = signed_in(ana)[0], signed_in(ana)[0]

    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


def test_the_administrations_door_asks_for_the_second_step_too(dora):
    with_second_step(dora)
    client = Client()

    asked = client.get("/admin/login/?next=/admin/")
    client.post("/admin/login/?next=/admin/", {"username": dora.email, "password": PASSWORD})

    assert asked.url == f"{LOGIN}?next=%2Fadmin%2F"
    assert client.get("/admin/").status_code == 302


def test_the_secret_of_the_second_step_rests_encrypted(ana):
    secret = with_second_step(ana)
    kept = Authenticator.objects.get(user=ana, type="totp").data["secret"]

    assert secret not in kept
    assert get_adapter().decrypt(kept) == secret


def test_turning_the_second_step_on_by_its_pages_ends_the_other_sessions(ana, django_capture_on_commit_callbacks):
    client = signed_in(ana)[0]
    other = signed_in(ana)[0]
    asked = client.get(reverse("mfa_activate_totp"))
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    codes = client.get(response.url)

    assert b"data:image/svg+xml;base64," in page.content
    assert codes.status_code == 200
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 200
    assert (is_in(client), is_in(other)) == (True, False)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200


# --- Sessions -----------------------------------------------------------------


def test_one_session_can_be_ended_and_all_others(ana, caio):
    here, there, third = (signed_in(ana)[0] for __ in range(3))
    stranger = signed_in(caio)[0]
    there_row = UserSession.objects.get(session_key=there.session.session_key)
    foreign = UserSession.objects.get(user=caio)

    assert here.get(reverse("usersessions_list")).status_code == 200
    here.post(reverse("crm:session-end", args=[there_row.pk]))
    assert [is_in(one) for one in (here, there, third)] == [True, False, True]
    assert here.post(reverse("crm:session-end", args=[foreign.pk])).status_code == 404

    here.post(reverse("usersessions_list"))
    assert [is_in(one) for one in (here, third, stranger)] == [True, False, True]


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_pages_before_signing_in_stand(db, name):
    assert Client().get(reverse(name)).status_code == 200


def test_signing_out_asks_first(ana):
    client = signed_in(ana)[0]

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)
