"""The pages that others built, walked like our own: each of the administration, each of the sign-in."""

import re
from functools import cache
from pathlib import Path

import allauth
import django.contrib
import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from crm.tests.house.fingerprint import changed, fingerprint
from crm.tests.house.test_texts import foreign_messages, needs_catalogue, texts_of
from crm.tests.house.visits import nothing, row_of
from crm.tests.house.world import World

WITHOUT_NUMBER, WITH_NUMBER = ("changelist", "add"), ("change", "delete", "history")
# Words of English that Portuguese does not have.
ENGLISH = re.compile(r"\b(the|and|of|with|your|this|from|are|is|have|been|was|were|you)\b", re.IGNORECASE)
ACCOUNT = [
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done", "mfa_index",
    "mfa_activate_totp", "mfa_reauthenticate", "usersessions_list",
]  # fmt: skip


@pytest.fixture
def addresses(dora) -> list[str]:
    """Every page of every model in the administration, about a row where there is one."""
    world, found = World(), [reverse("admin:index"), reverse("admin:jsi18n")]
    world.populate(dora)
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = row_of(model, dora, world)
        found += [reverse(f"{stem}_{page}") for page in WITHOUT_NUMBER]
        found += [reverse(f"{stem}_{page}", args=[row.pk]) for page in WITH_NUMBER]
    return found


def client_in(user, language=""):
    type(user).objects.filter(pk=user.pk).update(language=language)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.mark.parametrize("language", [code for code, __ in settings.LANGUAGES])
def test_every_page_of_the_administration_stands_in_every_language(addresses, dora, language):
    client = client_in(dora, language)

    answers = {url: client.get(url).status_code for url in addresses}

    # What may not be added or deleted there answers 403 to the administrator too.
    nothing([f"{code} {url}" for url, code in answers.items() if code not in (200, 302, 403)])
    assert sum(code == 200 for code in answers.values()) > len(admin.site._registry) * 2


@needs_catalogue
def test_no_page_of_the_administration_shows_english_in_portuguese(addresses, dora):
    client, found = client_in(dora, "pt-br"), []

    for url in addresses:
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found += [f"{url}: {text}" for text in english_in(answer)]

    nothing(found)


@pytest.mark.parametrize("name", ["ana", "bruno", "enzo", "nina", None])
def test_the_administration_is_closed_to_everybody_else_and_changes_nothing_for_them(addresses, request, name):
    client = client_in(request.getfixturevalue(name)) if name else Client()
    before, faults = fingerprint(), []

    for url in addresses:
        codes = {client.get(url).status_code, client.post(url, {"name": "X", "post": "yes"}).status_code}
        faults += [f"{codes} {url}"] if codes - {302, 403} else []

    nothing(faults + changed(before, fingerprint()))


def test_looking_at_the_administration_changes_no_row(addresses, dora):
    client, faults = client_in(dora), []
    client.get(addresses[0])
    before = fingerprint()

    for url in addresses:
        client.get(url)
        after = fingerprint()
        faults += [f"{url}: {tables}"] if (tables := changed(before, after)) else []
        before = after

    nothing(faults)


@needs_catalogue
@pytest.mark.parametrize("name", ["ana", None])
def test_no_page_of_the_sign_in_shows_english_in_portuguese(request, db, name):
    client, found = Client(raise_request_exception=False, headers={"accept-language": "pt-BR"}), []
    if name:
        user = request.getfixturevalue(name)
        type(user).objects.filter(pk=user.pk).update(language="pt-br")
        client.post(reverse("account_login"), {"login": user.email, "password": "correct horse battery"})

    for page in ACCOUNT:
        answer = client.get(reverse(page))
        assert answer.status_code in (200, 302), page
        found += [f"{page}: {text}" for text in (english_in(answer) if answer.status_code == 200 else ())]

    nothing(found)


def english_in(answer) -> list[str]:
    texts = {text for text in texts_of(answer) if "CANARIO" not in text}
    return sorted(text for text in texts if text in known_english() or ENGLISH.search(text))


@cache
def known_english() -> set[str]:
    """Messages of ours and of the libraries that read differently in Portuguese."""
    places = [Path(django.contrib.__path__[0]), Path(allauth.__file__).parent]
    catalogues = [path for place in places for path in place.rglob("pt_BR/LC_MESSAGES/django.po")]
    entries = [entry for path in catalogues for entry in polib.pofile(str(path))]
    portuguese = {entry.msgstr for entry in entries}
    return foreign_messages() | {
        entry.msgid
        for entry in entries
        if entry.msgid not in portuguese and "%" not in entry.msgid and len(entry.msgid) > 3
    }
