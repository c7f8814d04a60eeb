"""Every text is written for both languages, and every page renders in both."""

import re

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags

from crm.tests.house.atlas import routes
from crm.tests.house.files import ROOT, named, python_files, templates
from crm.tests.house.visits import body_of, targets
from crm.tests.house.world import World

CATALOGUE = ROOT / "locale" / "pt_BR" / "LC_MESSAGES" / "django.po"
needs_catalogue = pytest.mark.skipif(not CATALOGUE.exists(), reason="the Portuguese catalogue is not there yet")

COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
# Blocks that hold a class or an address, not a text.
OF_THE_PAGE = re.compile(r"{%\s*block (?:width|body_attrs)\s*%}.*?{%\s*endblock[^%]*%}", re.S)
ALIAS = re.compile(r"gettext(?:_lazy)? as (\w+)")
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
ATTRIBUTE = re.compile(r"\b(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"")
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Names and marks that are the same in every language.
OF_NO_LANGUAGE = {
    "Norte",
    "API",
    "WhatsApp",
    "ms",
    "Esc",
    "Enter",
    "Ctrl",
    "Tab",
    "Shift",
    "OpenAPI",
    "Authorization",
    "Bearer",
}


def bare_words(path) -> set[str]:
    """Words a person would read that went through no translation."""
    text = OF_THE_PAGE.sub("", TRANSLATED.sub("", COMMENT.sub("", path.read_text())))
    plain = re.sub(r"<style.*?</style>", " ", TAG.sub(" ", text), flags=re.S)
    shown = [*ATTRIBUTE.findall(plain), re.sub(r"&\w+;", " ", strip_tags(re.sub(r"<[^>]*>", " ", plain)))]
    return {word for part in shown for word in WORD.findall(part)} - OF_NO_LANGUAGE


def test_no_template_holds_an_untranslated_word():
    found = {
        named(path): sorted(words) for path in templates() if path.suffix == ".html" and (words := bare_words(path))
    }

    assert found == {}


def test_texts_are_marked_by_names_that_the_collector_knows():
    found = {named(path): set(ALIAS.findall(path.read_text())) - {"_"} for path in python_files()}

    assert {name: aliases for name, aliases in found.items() if aliases} == {}


@pytest.fixture
def pages(dora):
    """Every page an administrator can look at, by language."""
    world = World()
    world.populate(dora)
    addresses = [
        (route, route.url(**values))
        for route in routes()
        if "get" in route.methods and not route.is_api
        for values in targets(route, dora, world)
    ]

    def in_language(language):
        type(dora).objects.filter(pk=dora.pk).update(language=language)
        client = Client(raise_request_exception=False)
        client.force_login(dora)
        return [(route, client.get(url)) for route, url in addresses]

    return in_language


@pytest.mark.parametrize("language", [code for code, __ in settings.LANGUAGES])
def test_every_page_renders_in_every_language(pages, language):
    broken = [f"{answer.status_code} {route}" for route, answer in pages(language) if answer.status_code >= 500]

    assert broken == []


@needs_catalogue
def test_no_page_in_portuguese_shows_an_english_message(pages):
    english = foreign_messages()
    found = {
        str(route): sorted(shown)
        for route, answer in pages("pt-br")
        if answer.get("Content-Type", "").startswith("text/html") and (shown := texts_of(answer) & english)
    }

    assert found == {}


@needs_catalogue
def test_every_message_is_translated():
    catalogue = polib.pofile(str(CATALOGUE))

    assert [
        entry.msgid for entry in catalogue if entry.fuzzy or not (entry.msgstr or all(entry.msgstr_plural.values()))
    ] == []


def foreign_messages() -> set[str]:
    """English messages that read differently in Portuguese and are no Portuguese message themselves."""
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]
    portuguese = {text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())}
    return {entry.msgid for entry in entries if entry.msgid not in portuguese and "%" not in entry.msgid}


def texts_of(answer) -> set[str]:
    """What stands between tags and in attributes that are read out."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", body_of(answer), flags=re.S)
    between = re.findall(r">([^<>]+)<", body)
    return {re.sub(r"\s+", " ", text).strip() for text in (*between, *ATTRIBUTE.findall(body))}
