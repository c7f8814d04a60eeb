"""Gives a test run its own PostgreSQL and Valkey, also when pytest is started bare.

Each run takes the first free folder of var/test/<n>, so that runs at the same time do not meet and
the next run finds a prepared cluster (and, with --reuse-db, a migrated database).
"""

import itertools
import os
import secrets
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from launcher import accounts, locks, services
from launcher.paths import VAR
from launcher.problems import Problem

SLOTS = VAR / "test"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config, args):
    """As a wrapper it comes before pytest-django reads the settings; a conftest would be too late."""
    os.environ["NORTE_MODE"] = "test"
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop in browser tests
    if not {"-h", "--help", "-V", "--version"} & set(args):
        _start_services(early_config)
    return (yield)


def _start_services(config) -> None:
    """The workers of pytest-xdist inherit the variables and so start nothing."""
    ends = ExitStack()
    config.add_cleanup(ends.close)
    slot = _free_slot(ends)
    os.environ.setdefault("NORTE_FILES_DIR", str(slot / "files"))
    try:
        os.environ.update(_services_of(slot, ends))
    except Problem as problem:
        raise pytest.UsageError(str(problem)) from None


def _free_slot(ends: ExitStack) -> Path:
    for number in itertools.count():
        slot = SLOTS / str(number)
        if ends.enter_context(locks.held(slot / "lock", wait=False)):
            return slot


def _services_of(slot: Path, ends: ExitStack) -> dict[str, str]:
    """A cluster that does not start is made anew: without fsync a crash of the machine breaks it."""
    home = slot / "servers"
    try:
        return ends.enter_context(services.running(home, _log_in(slot), throwaway=True)).variables
    except Problem:
        shutil.rmtree(accounts.folder(home, accounts.for_servers()))
        return ends.enter_context(services.running(home, _log_in(slot), throwaway=True)).variables


def _log_in(slot: Path):
    def open_log(name: str):
        path = slot / f"{name}.log"
        return path.open("w"), path.read_text

    return open_log
