"""Two people, each with rows of every kind: no answer to one ever shows a trace of the other's."""

import pytest
from django.test import Client

from crm.tests.house.atlas import routes
from crm.tests.house.reasons import SHARED_KINDS
from crm.tests.house.visits import body_of, is_foreign_to, is_scoped, kind_of, nothing, questions, targets
from crm.tests.house.world import World, is_somebodys, records
from crm.ui.pages import ListPage


@pytest.fixture
def world(ana, caio):
    found = World()
    for user in (ana, caio):
        found.populate(user)
    found.cross(ana, caio)
    found.cross(caio, ana)
    return found


def browser(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_rows_that_everybody_sees_are_few_and_named(world, ana):
    shared = {model._meta.label_lower for model in records() if not is_scoped(model, ana)}

    assert shared == set(SHARED_KINDS)


@pytest.mark.parametrize(("name", "stranger", "is_thorough"), [("ana", "caio", True), ("caio", "ana", False)])
def test_no_page_and_no_answer_shows_a_trace_of_a_strangers_rows(world, request, name, stranger, is_thorough):
    user, other = map(request.getfixturevalue, (name, stranger))
    client, mark, leaks = browser(user), world.mark(other), []

    for route in visited():
        for values in targets(route, user, world):
            for query in questions(route, other, world, is_thorough=is_thorough):
                for headers in ({}, {"hx-request": "true"}) if not query else ({},):
                    answer = client.get(route.url(**values), query, headers=headers)
                    if mark in body_of(answer) or mark.lower() in body_of(answer) or answer.status_code >= 500:
                        leaks.append(f"{answer.status_code} {route} {values} {query} {headers}")

    nothing(leaks)


def test_a_strangers_number_is_answered_as_if_it_did_not_exist(world, ana, caio):
    client, wrong = browser(ana), []

    for route in visited():
        if not is_foreign_to(route, ana):
            continue
        for values in targets(route, caio, world):
            if values.get("label") in SHARED_KINDS:
                continue
            answer = client.get(route.url(**values))
            if answer.status_code not in (403, 404, 405) or world.mark(caio) in body_of(answer):
                wrong.append(f"{answer.status_code} {route} {values}")

    nothing(wrong)


def test_counts_are_of_ones_own_rows_alone(world, ana):
    client, wrong = browser(ana), []

    for route in visited():
        if "pk" in route.parameters or route.model is None or not is_counted(route, ana):
            continue
        own = len(world.rows[ana, route.model])
        answer = client.get(route.url())
        told = answer.json()["count"] if route.is_api else told_by(answer)
        if told != own:
            wrong.append(f"{route}: {told} instead of {own}")

    nothing(wrong)


def told_by(page) -> int:
    pager = (page.context or {}).get("pager") if page.status_code == 200 else None
    return int(pager.total_text) if pager else 0


def is_counted(route, user):
    is_list = ("get", "list") in route.actions if route.is_api else issubclass(route.page, ListPage)
    is_theirs = is_list and is_somebodys(route.model) and user.access.may("view", route.model)
    return is_theirs and is_scoped(kind_of(route), user)


def visited():
    return [route for route in routes() if "get" in route.methods]
