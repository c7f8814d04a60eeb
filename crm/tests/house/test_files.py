"""The house stays readable: short files, mirrored tests, quiet templates, named migrations."""

import re

import pytest

from crm.tests.house.files import ROOT, named, python_files, templates
from crm.tests.house.reasons import TESTS_OF_SEVERAL
from crm.tests.house.world import LOCAL

AUTOMATIC_NAMES = re.compile(r"^\d{4}_(auto_|alter_|remove_|initial$|.*_and_more$|.*_\d{8}_)")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.I)
ICON_TAG = re.compile(r"{%\s*icon\s+[\"']([\w-]+)[\"']")
ICON_WORD = re.compile(r"\bicon=[\"']([\w-]+)[\"']|\bICON = [\"']([\w-]+)[\"']")
HTML = [path for path in templates() if path.suffix == ".html"]


def test_no_file_is_longer_than_400_lines():
    long = [named(path) for path in python_files(tests=True) if "migrations" not in path.parts and lines(path) > 400]

    assert long == []


def lines(path):
    return len(path.read_text().splitlines())


def test_every_template_has_an_ending_that_its_texts_are_gathered_from():
    # makemessages reads .html, .txt and .py; what is called otherwise stays in English.
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]

    assert [named(path) for path in files if path.suffix not in (".html", ".txt")] == []


def test_no_template_is_longer_than_80_lines():
    assert [named(path) for path in HTML if lines(path) > 80] == []


def test_no_template_holds_script_or_style_inside():
    # Mail is read without our style sheets and without a policy.
    pages = [path for path in HTML if path.relative_to(ROOT / "templates").parts[0] != "emails"]

    assert [named(path) for path in pages if INLINE.search(path.read_text())] == []


def test_no_template_writes_a_number_of_a_record_with_separators():
    """{{ record.pk }} is 1,234 from a thousand on: an address with it leads nowhere."""
    written = re.compile(r"(=\"?[\w-]*|/)\{\{ *[\w.]*\b(pk|id) *\}\}")

    assert [named(path) for path in HTML if written.search(path.read_text())] == []


def test_no_template_asks_the_database():
    asks = re.compile(r"\.objects\b|\.filter\(|_set\.all")

    assert [named(path) for path in HTML if asks.search(path.read_text())] == []


def test_no_module_has_a_name_that_says_nothing():
    empty = {"services", "utils", "helpers", "common", "misc"}

    assert [named(path) for path in python_files() if path.stem in empty] == []


@pytest.mark.parametrize("app", LOCAL)
def test_every_test_file_mirrors_a_module(app):
    tests = ROOT / app / "tests"
    unmatched = []
    for path in tests.rglob("test_*.py"):
        inside = path.relative_to(tests)
        stem = path.stem.removeprefix("test_")
        mirrored = ROOT / app / inside.parent / f"{stem}.py"
        is_package = (mirrored.parent / stem / "__init__.py").exists()
        if inside.parts[0] not in TESTS_OF_SEVERAL and not mirrored.exists() and not is_package:
            unmatched.append(named(path))

    assert unmatched == []


def test_migrations_are_named_by_meaning():
    found = [path for path in python_files() if path.parent.name == "migrations" and path.stem[:4].isdigit()]

    assert found
    assert [named(path) for path in found if AUTOMATIC_NAMES.match(path.stem)] == []


def test_every_icon_that_is_named_is_in_the_sprite():
    known = set((ROOT / "static" / "icons.txt").read_text().split())
    used = {(named(path), name) for path in HTML for name in ICON_TAG.findall(path.read_text())} | {
        (named(path), name)
        for path in python_files()
        for found in ICON_WORD.findall(path.read_text())
        for name in found
        if name
    }

    assert sorted(one for one in used if one[1] not in known) == []
