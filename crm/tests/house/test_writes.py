"""Looking changes no row, and neither does anything that was denied."""

import json
from fnmatch import fnmatch

import pytest
from django.test import Client

from crm.tests.house.atlas import routes
from crm.tests.house.fingerprint import changed, fingerprint
from crm.tests.house.reasons import OWN_BUSINESS
from crm.tests.house.visits import is_foreign_to, kind_of, nothing, targets
from crm.tests.house.world import World

FORM = {"name": "Changed", "title": "Changed", "confirmed": "1", "version": "1", "reason": "1", "stage": "1"}


@pytest.fixture
def world(ana, caio):
    found = World()
    for user in (ana, caio):
        found.populate(user)
    return found


class Watch:
    """Sends requests and remembers those after which a table was not what it was before."""

    def __init__(self, user):
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self.faults, self.before = [], fingerprint()

    def send(self, method, route, values, form=None):
        if route.is_api:
            data, kind = json.dumps(form or {}), "application/json"
            answer = self.client.generic(method.upper(), route.url(**values), data, kind)
        else:
            answer = getattr(self.client, method)(route.url(**values), form or {})
        after = fingerprint()
        if (tables := changed(self.before, after)) or answer.status_code >= 500:
            self.faults.append(f"{method} {route} {values}: {answer.status_code} {tables}")
            self.before = after


def everything(world, whose) -> list[tuple]:
    """All addresses at once: what they need of rows must stand before the first fingerprint."""
    return [(route, values) for route in routes() for values in targets(route, whose, world)]


def is_own_business(route):
    return any(fnmatch(str(route), pattern) for pattern in OWN_BUSINESS)


@pytest.mark.parametrize(("name", "method"), [("ana", "get"), ("dora", "head")])
def test_looking_changes_no_row(world, request, name, method, ana):
    addresses, watch = everything(world, ana), Watch(request.getfixturevalue(name))

    for route, values in addresses:
        if "get" in route.methods:
            watch.send(method, route, values)

    nothing(watch.faults)


@pytest.mark.parametrize("name", [None, "nina", "enzo"])
def test_who_may_not_changes_no_row(world, request, name, ana):
    addresses, watch = everything(world, ana), Watch(request.getfixturevalue(name) if name else None)

    for route, values in addresses:
        if is_own_business(route):
            continue
        for method in route.methods - {"get", "head", "options"}:
            watch.send(method, route, values, FORM)

    nothing(watch.faults)


def test_nobody_changes_a_strangers_row(world, ana, caio):
    addresses, watch = everything(world, caio), Watch(ana)

    for route, values in addresses:
        if is_own_business(route) and not is_foreign_to(route, ana):
            continue
        is_many = not route.parameters and getattr(route.page, "is_collective", False) and "get" not in route.methods
        for method in route.methods - {"get", "head", "options"}:
            if is_many:
                watch.send(method, route, values, FORM | {"pk": [world.row(caio, kind_of(route)).pk]})
            elif is_foreign_to(route, ana):
                watch.send(method, route, values, FORM)

    nothing(watch.faults)
