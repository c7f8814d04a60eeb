"""The database of the test, for processes of their own."""

import os

from django.db import connection


def database_url() -> str:
    """The address the run was given, with the name of the test's database."""
    base, __, query = os.environ["DATABASE_URL"].partition("?")
    return f"{base.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}" + (f"?{query}" if query else "")
