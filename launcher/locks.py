"""Locks between processes that vanish with their holder, even by kill -9."""

import fcntl
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path, *, shared=False, wait=True):
    """Hold the lock file; gives whether it was got, which is always so when waiting."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with path.open("a") as file:
        try:
            fcntl.flock(file, kind | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
