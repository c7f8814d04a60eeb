"""Become another program, bound to the life of the parent process.

    bound.py PARENT SIGNAL UID GID PROGRAM ARGUMENT...

The kernel sends SIGNAL when the parent dies, even by kill -9. Done by a program of its own and not
by Popen's preexec_fn, which is unsafe in a process that has threads. UID and GID are "-" to stay.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(parent: str, signal: str, uid: str, gid: str, *command: str) -> None:
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    # After the change of user, which would reset it.
    _die_with_parent(int(signal))
    if os.getppid() != int(parent):
        sys.exit("the parent process is gone")
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


def _die_with_parent(signal: int) -> None:
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:  # Linux only
        prctl(PR_SET_PDEATHSIG, signal)


if __name__ == "__main__":
    main(*sys.argv[1:])
