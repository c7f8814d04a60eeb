"""What is one person's alone, whatever others' roles: imports, exports, jobs, tokens, sessions, unshared views."""

from fnmatch import fnmatch

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client

from crm.tests.factories import ExportFileFactory, ImportRunFactory, JobFactory
from crm.tests.house.atlas import routes
from crm.tests.house.fingerprint import changed, fingerprint
from crm.tests.house.visits import body_of, kind_of, nothing
from crm.tests.house.world import World

PRIVATE = ("crm:importrun-*", "crm:exportfile-*", "crm:job-*", "crm:savedview-*", "crm:apitoken-*", "crm:session-*")
FORM = {"name": "Changed", "confirmed": "1", "kind": "csv", "step": "mapping"}


@pytest.fixture
def rows(ana, django_capture_on_commit_callbacks):
    """Ana's own of each kind, the imports and jobs in every state they can be in."""
    world = World()
    world.populate(ana)
    mark, found = world.mark(ana), {}
    for model in ("importrun", "exportfile", "job", "savedview", "apitoken"):
        found[model] = [world.row(ana, apps.get_model("crm", model))]
    states = [state for state, __ in apps.get_model("crm.ImportRun").STATES]
    found["importrun"] += [ImportRunFactory(owner=ana, name=f"{mark}.csv", state=state) for state in states]
    found["job"] += [JobFactory(owner=ana, state=state) for state in ("queued", "running", "done", "failed")]
    found["exportfile"].append(
        ExportFileFactory(owner=ana, name=f"{mark}.csv", file=ContentFile(mark.encode(), "rows.csv"), rows=1)
    )
    client = Client()
    client.post("/account/login/", {"login": ana.email, "password": "correct horse battery"})
    found["usersession"] = list(UserSession.objects.filter(user=ana))
    assert found["usersession"]
    return mark, found


def private_routes():
    return [route for route in routes() if any(fnmatch(str(route), pattern) for pattern in PRIVATE)]


@pytest.mark.parametrize("name", ["caio", "bruno", "dora", "enzo", "nina"])
def test_nobody_sees_or_changes_what_is_another_persons_alone(rows, request, name):
    mark, found = rows
    client = Client(raise_request_exception=False)
    client.force_login(request.getfixturevalue(name))
    client.get("/")
    before, faults = fingerprint(), []

    for route in private_routes():
        numbered = found[kind_of(route)._meta.model_name] if "pk" in route.parameters else [None]
        label = {"label": "crm.company"} if "label" in route.parameters else {}
        for row in numbered:
            url = route.url(**({"pk": row.pk} if row else {}), **label)
            for answer in [client.get(url)] + ([client.post(url, FORM)] if row else []):
                is_wrong = row is not None and answer.status_code not in (403, 404, 405)
                if is_wrong or mark in body_of(answer) or answer.status_code >= 500:
                    faults.append(f"{answer.status_code} {url}")

    nothing(faults + changed(before, fingerprint()))


def test_ones_own_is_there(rows, ana):
    """Else the refusals above would prove nothing."""
    mark, found = rows
    client = Client()
    client.force_login(ana)

    for name in ("importrun-list", "exportfile-list", "savedview-list", "apitoken-list"):
        [route] = [one for one in private_routes() if str(one) == f"crm:{name}"]
        assert mark in body_of(client.get(route.url())), name
    for row in found["exportfile"]:
        assert client.get(row.get_absolute_url()).status_code in (200, 302)
