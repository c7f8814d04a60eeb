"""A list asks the database as often for forty rows as for two, and never more than twelve times (a board sixteen)."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.models.about import About
from crm.tests.house.atlas import routes
from crm.tests.house.world import World, records, subjects
from crm.ui.pages import DetailPage
from crm.ui.pages.list import Collection

LIST_CEILING, BOARD_CEILING, DETAIL_CEILING = 12, 16, 30


class Counter:
    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user)

    def queries(self, url) -> int:
        self.client.get(url)
        # A count that took long is kept for a while: what a page asks must not depend on how fast the machine is.
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(url)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        return len(captured)


def lists():
    for route in routes():
        is_page = route.is_record_page and issubclass(route.page, Collection)
        if not route.parameters and (is_page or ("get", "list") in route.actions):
            yield route


def ceiling(name):
    return BOARD_CEILING if name.endswith("-board") else LIST_CEILING


@pytest.fixture
def world(dora):
    found = World()
    for model in records():
        for __ in range(2):
            found.rows[dora, model].append(found.make(dora, model, **found.links(dora, model)))
    return found


def test_every_list_asks_as_often_for_forty_rows_as_for_two(world, dora):
    counter = Counter(dora)
    few = {str(route): counter.queries(route.url()) for route in lists()}
    for model in records():
        for __ in range(38):
            world.make(dora, model, **world.links(dora, model))
    many = {str(route): counter.queries(route.url()) for route in lists()}

    assert {name: (few[name], count) for name, count in many.items() if count > few[name]} == {}
    assert {name: count for name, count in many.items() if count > ceiling(name)} == {}


def test_every_record_page_asks_as_often_with_forty_rows_about_it_as_with_two(world, dora):
    counter = Counter(dora)
    pages = {
        str(route): route.url(pk=world.row(dora, route.model).pk)
        for route in routes()
        if route.is_record_page and issubclass(route.page, DetailPage) and route.model in subjects()
    }
    write_about_everything(world, dora, 2)
    few = {name: counter.queries(url) for name, url in pages.items()}
    write_about_everything(world, dora, 38)
    many = {name: counter.queries(url) for name, url in pages.items()}

    assert {name: (few[name], count) for name, count in many.items() if count > few[name]} == {}
    assert {name: count for name, count in many.items() if count > DETAIL_CEILING} == {}


def write_about_everything(world, user, times):
    for subject in subjects():
        for model in records():
            if issubclass(model, About):
                for __ in range(times):
                    world.make(user, model, about=world.row(user, subject))
