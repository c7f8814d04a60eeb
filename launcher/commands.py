"""The words after ./run."""

import argparse
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import partial

from launcher import assets, environment, folder, locks, messages, problems, processes
from launcher import services, supervisor, variables
from launcher.logs import Logs
from launcher.paths import ROOT, VAR, VENV_PYTHON
from launcher.problems import Problem

USAGE = """\
./run [--port N]     start Norte: set up what is missing, PostgreSQL, Valkey, web and worker
./run manage ...     any manage.py command on the same data
./run test ...       the tests; what follows is given to pytest
./run setup          only set up, for ./run test too

PostgreSQL and Valkey are started unless DATABASE_URL and REDIS_URL name servers.
The port is 8000, or NORTE_PORT. See docs/deployment.md for running it elsewhere."""
ROOM_FIRST, ROOM = 1_200_000_000, 200_000_000  # bytes: measured with npm's wheel, and for a day's data


def main(arguments: list[str]) -> None:
    _listen_to_signals()
    try:
        sys.exit(_dispatch(arguments))
    except Problem as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        sys.exit(f"\n{problems.from_os_error(error)}")


def _listen_to_signals() -> None:
    """A closed terminal or a service manager stops us as Ctrl-C does; nohup's wish is kept."""

    def interrupt(number, frame):
        raise KeyboardInterrupt

    for each in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, interrupt)


def _dispatch(arguments: list[str]):
    match arguments:
        case ["manage", *rest]:
            return manage(rest)
        case ["test", *rest]:
            return test(rest)
        case ["setup"]:
            return set_up(_tell, environment.DEVELOPMENT)
        case _:
            return up(_port(arguments))


def up(port: int) -> None:
    with folder.ownership() as ours:
        if not ours:
            owner = folder.owner()
            raise Problem(f"Already running in this folder: {owner['what']} (process {owner['process']}).")
        # The web server of a run that was just killed may take a moment to let go of the port.
        _check_port(port, patience=5 if folder.was_killed() else 0)
        set_up(_show)
        supervisor.serve(port, _show)


def manage(arguments: list[str]) -> int:
    """Standard output is the command's alone, so that it can be piped."""
    set_up(_tell)
    with folder.ownership() as ours:
        if not ours:
            with folder.guest():
                return _manage(arguments, _owners_variables())
        with services.running(VAR / "servers", Logs(_tell).open) as started:
            folder.announce("./run manage " + " ".join(arguments), started.variables)
            code = _manage(arguments, started.variables)
            folder.wait_for_guests()
            return code


def test(arguments: list[str]) -> None:
    """Becomes pytest: its plugin starts what tests need, and its last line stays the last."""
    set_up(_tell, environment.DEVELOPMENT)
    os.chdir(ROOT)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "pytest", *arguments])


def set_up(say, more: tuple[str, ...] = ()) -> None:
    """Everything that is made once and kept; two commands at a time do it one after the other."""
    with locks.held(VAR / "run" / "setup.lock"):
        _check_room()
        own = environment.EMBEDDED if not _all_named() else ()
        environment.ensure(*environment.RUNTIME, *own, *more, say=say)
        assets.ensure(say)
        messages.ensure()


def _manage(arguments: list[str], found: dict[str, str]) -> int:
    environ = variables.embedded(_port([]), found)
    argv = processes.command([VENV_PYTHON, ROOT / "manage.py", *arguments])
    with subprocess.Popen(argv, env=environ) as child:
        # Ctrl-C is the command's to handle; a shell lives on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return child.wait()


def _owners_variables() -> dict[str, str]:
    found = folder.owner()["variables"]
    if not found:
        raise Problem("./run is just starting in this folder; try again in a moment.")
    return found


def _port(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./run", usage=USAGE, add_help=True)
    parser.add_argument("--port", type=int, default=int(os.environ.get("NORTE_PORT", 8000)))
    return parser.parse_args(arguments).port


def _check_port(port: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while refusal := _refusal_of(port):
        if time.monotonic() > deadline:
            other = f"Take another: ./run --port {port + 1}"
            raise Problem(f"Port {port} cannot be used ({refusal}). {other}")
        time.sleep(0.1)


def _refusal_of(port: int) -> str | None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            return error.strerror
    return None


def _check_room() -> None:
    needed = ROOM_FIRST if environment.is_new() else ROOM
    free = shutil.disk_usage(ROOT).free
    if free < needed:
        raise Problem(
            f"The disk is full: {free // 10**6} MB are free here and {needed // 10**6} MB are needed."
        )


def _all_named() -> bool:
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


_show = partial(print, flush=True)
_tell = partial(print, flush=True, file=sys.stderr)
