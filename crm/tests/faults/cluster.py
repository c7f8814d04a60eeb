"""A PostgreSQL of the fault tests' own, that may be stopped in the middle of everything and started again.

A plugin of the root conftest, so that the tests of every app share one, with its tables made once.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from django.db.utils import InterfaceError

from launcher import accounts
from launcher.postgres import DATABASE, ROLE, Cluster

OWN = "test_own"


class Server:
    """stop() ends it as a crash would, start() begins again on what is left; fresh() is an empty installation."""

    def __init__(self, home, log):
        self.log = log
        # Not a throwaway one: what a crash may take is just what is asked here.
        self.cluster = Cluster(home, accounts.for_servers(), throwaway=False)
        self.cluster.prepare()
        self.start()
        self.url = self.cluster.url.replace(f"/{DATABASE}?", f"/{OWN}?")
        environment = os.environ | {"DATABASE_URL": self.cluster.url}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=settings.BASE_DIR, env=environment, check=True)

    def start(self):
        self.process = self.cluster.start(self.log)
        self.cluster.wait_until_ready(self.process, lambda: "see its log")

    def stop(self):
        # What "pg_ctl stop -m immediate" sends: nobody is waited for, nothing is written.
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        connection.close()

    def fresh(self):
        where = [self.cluster.programs / "psql", "-h", self.cluster.sockets, "-U", ROLE, "-d", "postgres", "-q"]
        for words in (f"DROP DATABASE IF EXISTS {OWN}", f"CREATE DATABASE {OWN} TEMPLATE {DATABASE}"):
            subprocess.run([*where, "-v", "ON_ERROR_STOP=1", "-c", words], check=True)


@pytest.fixture(scope="session")
def own_cluster(tmp_path_factory):
    account = accounts.for_servers()
    home = accounts.folder(tmp_path_factory.mktemp("own") / "servers", account)
    with (tmp_path_factory.mktemp("log") / "postgres.log").open("wb") as log:
        server = Server(home, log)
        yield server
        server.stop()
        shutil.rmtree(home)


@pytest.fixture
def own_server(own_cluster, django_db_setup, django_db_blocker):
    """A fresh installation that Django, and the processes a Fleet starts meanwhile, have for their database."""
    if own_cluster.process.poll() is not None:
        own_cluster.start()
    own_cluster.fresh()
    with django_db_blocker.unblock(), _in_use(own_cluster):
        yield own_cluster


@contextmanager
def _in_use(server):
    kept, url = dict(connection.settings_dict), os.environ["DATABASE_URL"]
    connection.close()
    place = {"NAME": OWN, "USER": ROLE, "PASSWORD": "", "HOST": str(server.cluster.sockets), "PORT": ""}
    connection.settings_dict.update(place)
    os.environ["DATABASE_URL"] = server.url
    # Kinds of record have other numbers there.
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        ContentType.objects.clear_cache()
        connection.close()
        connection.settings_dict.update(kept)
        os.environ["DATABASE_URL"] = url


def even_after_a_crash(condition):
    """The condition, for a database that is away or was away a moment ago: then it is not so yet."""

    def asked():
        try:
            return condition()
        except (OperationalError, InterfaceError):
            connection.close()
            return False

    return asked
