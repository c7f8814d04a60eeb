"""Typed choices, counts, shared views and exported files are of one's own rows, whatever was asked for."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from crm.models import Company, Grant
from crm.models.role import Scope
from crm.tests.factories import SavedViewFactory
from crm.tests.house.reasons import SHARED_KINDS
from crm.tests.house.visits import asked, body_of, is_scoped, nothing
from crm.tests.house.world import World, records, subjects
from crm.ui.pages import ListPage
from crm.ui.pages.query import collection_of

PAIRS = pytest.mark.parametrize(("name", "stranger"), [("ana", "caio"), ("caio", "ana")])


@pytest.fixture
def world(ana, caio):
    """Both may export what they see: the right is then no reason why nothing leaks."""
    Grant.objects.filter(role__key="seller", action="export").update(scope=Scope.TEAM)
    found = World()
    for user in (ana, caio):
        found.populate(user)
    found.cross(ana, caio)
    found.cross(caio, ana)
    return found


@pytest.fixture
def pair(world, request):
    """browser, own mark, the stranger's mark, the stranger"""

    def found(name, stranger):
        user, other = map(request.getfixturevalue, (name, stranger))
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client, user, other

    return found


def listed(user) -> list:
    return [model for model in records() if collection_of(model, "list") and is_scoped(model, user)]


@PAIRS
def test_choices_by_typed_words_offer_ones_own_alone(world, pair, name, stranger):
    client, user, other = pair(name, stranger)
    mine, theirs, wrong = world.mark(user), world.mark(other), []

    for model in subjects():
        url = reverse("crm:choices", args=[model._meta.label_lower])
        for words in (theirs, theirs.lower(), theirs[:9], "CANARIO"):
            wrong += [f"{url} {words}"] if theirs in body_of(client.get(url, {"q": words})) else []
        assert mine in body_of(client.get(url, {"q": mine})) or model._meta.label_lower in SHARED_KINDS, url
    about = reverse("crm:about-choices")
    wrong += [about] if theirs in body_of(client.get(about, {"q": theirs})) else []

    nothing(wrong)


@PAIRS
def test_an_exported_file_holds_ones_own_rows_whatever_is_asked(world, pair, name, stranger):
    client, user, other = pair(name, stranger)
    theirs, wrong, written = world.mark(other), [], 0

    for model in listed(user):
        url = reverse("crm:exportfile-create", args=[model._meta.label_lower])
        for query in asked_of(model, other, world):
            for scope in ("list", "all"):
                answer = client.post(f"{url}?{query}", {"kind": "csv", "scope": scope, "delimiter": ";"})
                body = body_of(answer)
                written += answer.get("Content-Type", "").startswith("text/csv") and world.mark(user) in body
                if theirs in body or answer.status_code >= 500:
                    wrong.append(f"{answer.status_code} {url}?{query} {scope}")

    nothing(wrong)
    assert written > 3


@PAIRS
def test_the_count_before_an_export_is_of_ones_own_rows(world, pair, name, stranger):
    client, user, __ = pair(name, stranger)

    for model in listed(user):
        url = reverse("crm:exportfile-create", args=[model._meta.label_lower])
        answer = client.get(url)
        if answer.status_code == 200:
            told = int(re.search(r"\d+", answer.context["page"].lead)[0])
            assert told == len(world.rows[user, model]), model


def test_a_view_shared_with_everybody_shows_and_counts_each_persons_own_rows(world, pair, ana):
    client, caio, ana = pair("caio", "ana")
    kind = ContentType.objects.get_for_model(Company)
    view = SavedViewFactory(owner=ana, record_type=kind, name="Hers", query=f"owner={ana.pk}", is_for_all=True)
    view.pinned_by.add(caio)

    counts = body_of(client.get(reverse("crm:savedview-counts")))
    rows = client.get(reverse("crm:company-list"), {"owner": ana.pk, "view": view.pk})

    assert world.mark(ana) not in body_of(rows)
    assert [int(number) for number in re.findall(r">\s*(\d+)\s*<", counts)] in ([], [0])


def asked_of(model, other, world) -> list[str]:
    """Nothing, the stranger's mark, and each filter put to what is the stranger's."""
    from urllib.parse import urlencode

    page = collection_of(model, "list")
    filterset = getattr(page, "filter", None) if issubclass(page, ListPage) else None
    found = [{}, {"q": world.mark(other)}]
    for name, one in (filterset.base_filters if filterset else {}).items():
        found += list(asked(name, one, other, world))
    return [urlencode(query) for query in found]
