"""Everything that is made once and kept: packages, front-end files, compiled translations."""

import os

from launcher import assets, environment, locks, messages
from launcher.machine import check_room
from launcher.paths import VAR

ROOM_TO_WORK = 200  # MB for the database's own files and a day's data


def for_running() -> tuple[str, ...]:
    """The lock files ./run needs; the embedded servers only where none are named."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return environment.RUNTIME
    return environment.RUNTIME + environment.EMBEDDED


def for_testing() -> tuple[str, ...]:
    return for_running() + environment.DEVELOPMENT


def ensure(packages: tuple[str, ...], say) -> None:
    """Two commands at a time do it one after the other, the second finding it done."""
    with locks.held(VAR / "run" / "setup.lock"):
        check_room(ROOM_TO_WORK + environment.room_needed(*packages))
        environment.ensure(*packages, say=say)
        assets.ensure(say)
        messages.ensure()
