"""Ends what is left of our children after we were killed with -9.

The death signal ends most of them. A Celery worker in the middle of a task does not end by it: it
waits for its pool, for the broker, for the task. The guardian outlives us by a moment, sees our end
of the pipe close, and kills the process groups that it was told of.

    guardian.py          reads one process group per line from its standard input
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

GRACE = 2  # seconds between our death and theirs


@contextmanager
def watching():
    """Gives a function to hand over a child, started in a session of its own."""
    argv = [sys.executable, "-I", "-S", __file__]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, start_new_session=True) as guardian:
        yield lambda child: _tell(guardian, child)


def _tell(guardian: subprocess.Popen, child: subprocess.Popen) -> None:
    guardian.stdin.write(f"{child.pid}\n".encode())
    guardian.stdin.flush()


def main() -> None:
    groups = [int(line) for line in sys.stdin]
    waited_until = time.monotonic() + GRACE
    while any(map(_exists, groups)) and time.monotonic() < waited_until:
        time.sleep(0.1)
    for group in filter(_exists, groups):
        os.killpg(group, signal.SIGKILL)


def _exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
