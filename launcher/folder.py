"""Who uses this folder's services: one owner who starts and stops them, and guests."""

import json
import os
from contextlib import contextmanager

from launcher import locks
from launcher.paths import VAR

OWNER_LOCK = VAR / "run" / "owner.lock"
GUESTS_LOCK = VAR / "run" / "guests.lock"
NOTE = VAR / "run" / "owner.json"


@contextmanager
def ownership():
    """Gives True to the one process that may start services here, False to any other meanwhile."""
    with locks.held(OWNER_LOCK, wait=False) as ours:
        try:
            yield ours
        finally:
            if ours:
                NOTE.unlink(missing_ok=True)


@contextmanager
def guest():
    """Use the owner's services; a `./run manage` that owns them waits for us before it stops them."""
    with locks.held(GUESTS_LOCK, shared=True):
        yield


def wait_for_guests() -> None:
    with locks.held(GUESTS_LOCK):
        pass


def announce(what: str, variables: dict[str, str]) -> None:
    """Tell others of this folder who we are and how to reach the services."""
    fresh = NOTE.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
        json.dump({"process": os.getpid(), "what": what, "variables": variables}, file)
    fresh.replace(NOTE)


def owner() -> dict:
    """What the owner announced; it has not yet when it is still setting up."""
    try:
        return json.loads(NOTE.read_text())
    except FileNotFoundError:
        return {"process": "?", "what": "A starting ./run", "variables": {}}


def was_killed() -> bool:
    """Whether the last owner left its announcement behind; only the present owner may ask."""
    return NOTE.exists()
