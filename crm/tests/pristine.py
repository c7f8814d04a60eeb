"""A test with transactions of its own leaves the database as the run found it.

A plugin of the root conftest. Django itself would TRUNCATE every table, which makes the file of each index anew: a
second for each such test, and another for what an installation comes with. Here rows go by DELETE, and those of the
installation come back from a copy.
"""

import pytest
from django.db import connection
from django.test import TransactionTestCase

COLUMNS = """
    SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ANY(%s) AND is_generated = 'NEVER'
    GROUP BY table_name ORDER BY table_name
"""
# As a replica the server runs no triggers: history may go, and the order of tables is free.
AS_REPLICA, AS_BEFORE = "SET session_replication_role = replica", "SET session_replication_role = origin"


@pytest.fixture(scope="session")
def pristine(django_db_blocker):
    """keep() copies what is there now; from then on every such test ends with it."""
    patch = pytest.MonkeyPatch()

    def keep():
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            statements = copied(cursor)

        def give_back(case):
            with connection.cursor() as cursor:
                cursor.execute("; ".join([AS_REPLICA, *statements, AS_BEFORE]))

        patch.setattr(TransactionTestCase, "_fixture_teardown", give_back)

    yield keep
    patch.undo()


def copied(cursor) -> list[str]:
    """Keeps a copy of every row, and gives the statements that bring just those back."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute("DROP SCHEMA IF EXISTS pristine CASCADE; CREATE SCHEMA pristine")
    cursor.execute(COLUMNS, [names])
    tables = cursor.fetchall()
    assert len(tables) == len(names)
    kept = []
    for name, columns in tables:
        cursor.execute(f'CREATE TABLE pristine."{name}" AS SELECT {columns} FROM public."{name}"')
        if cursor.rowcount:
            kept.append(f'INSERT INTO public."{name}" ({columns}) SELECT {columns} FROM pristine."{name}"')
    return [f'DELETE FROM public."{name}"' for name, __ in tables] + kept
