"""The cast of the tests: Ana sells in the South, Bruno leads it, Caio sells in the North, Dora runs it all."""

import json

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test import Client
from django.utils import translation

from crm.actions import apitoken as apitokens
from crm.models import Role, Team
from crm.tests.factories import UserFactory

pytest_plugins = [
    "crm.tests.browser.pages",
    "crm.tests.faults.cluster",
    "crm.tests.outbox",
    "crm.tests.pristine",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, pristine):
    """Numbers begin above a thousand: one that is written with its separator then misses its record."""
    # Where no chosen test asks for one, pytest makes no test database: nobody's own is touched.
    if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (sequence,) in cursor.fetchall():
            cursor.execute("SELECT setval(%s, GREATEST(nextval(%s), 1234))", [sequence, sequence])
    pristine()


@pytest.fixture(autouse=True)
def in_english():
    """Tests speak the source language; what depends on another activates it."""
    with translation.override("en"):
        yield


@pytest.fixture
def south(db):
    return Team.objects.create(name="South")


@pytest.fixture
def north(db):
    return Team.objects.create(name="North")


def person(name, team, *roles, **fields):
    user = UserFactory(name=name, team=team, **fields)
    user.roles.set(Role.objects.filter(key__in=roles))
    return user


@pytest.fixture
def ana(south):
    """A seller of the South."""
    return person("Ana Melo", south, "seller")


@pytest.fixture
def bruno(south):
    """The manager of the South."""
    return person("Bruno Reis", south, "manager")


@pytest.fixture
def caio(north):
    """A seller of the North: a stranger to the South's customers."""
    return person("Caio Luz", north, "seller")


@pytest.fixture
def dora(south):
    """An administrator."""
    return person("Dora Paz", south, "administrator", is_staff=True)


@pytest.fixture
def enzo(db):
    """An auditor: sees everything, changes nothing."""
    return person("Enzo Sá", None, "auditor")


@pytest.fixture
def nina(db):
    """Signed in, without any role."""
    return person("Nina Vaz", None)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database without a transaction around the test, for several connections; new rows go at its end."""
    # Without a test marked django_db beside it, pytest-django would leave us on the database of the settings.
    assert connection.settings_dict["NAME"].startswith("test_"), "mark another test of this run with django_db"
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        tables = [table for table in tables if _has_id(cursor, table)]
        last = {table: _last_id(cursor, table) for table in tables}
        yield
        # As a replica the server runs no triggers: history may go, and the order of tables is free.
        cursor.execute("SET session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}" WHERE id > %s', [last[table]])  # noqa: S608
        cursor.execute("SET session_replication_role = origin")


def _has_id(cursor, table):
    cursor.execute(
        "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'"
        " AND data_type IN ('bigint', 'integer')",
        [table],
    )
    return cursor.fetchone()


def _last_id(cursor, table):
    cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')  # noqa: S608
    return cursor.fetchone()[0]


@pytest.fixture
def client_of():
    """client_of(ana): a browser in which Ana is signed in."""

    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def api_of():
    """api_of(ana): a program with Ana's token; it speaks JSON and reads it."""

    def with_token(user, **token) -> ApiClient:
        __, secret = apitokens.issue(by=user, name="test", **{"scope": "write", **token})
        return ApiClient(secret)

    return with_token


class ApiClient(Client):
    def __init__(self, secret):
        super().__init__(headers={"authorization": f"Bearer {secret}"})
        self.secret = secret

    def generic(self, method, path, data=b"", content_type="application/json", **extra):
        data = data if isinstance(data, (bytes, str)) else json.dumps(data)
        return super().generic(method, path, data, content_type, **extra)

    def post(self, path, data=None, **extra):
        return self.generic("POST", path, b"" if data is None else data, **extra)

    def patch(self, path, data=None, **extra):
        return self.generic("PATCH", path, b"" if data is None else data, **extra)
