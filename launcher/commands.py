"""The words after ./run."""

import argparse
import errno
import os
import signal
import subprocess
import sys
from functools import partial

from launcher import folder, postgres, problems, processes, services, setup, supervisor, variables
from launcher.logs import Logs
from launcher.machine import check_port
from launcher.paths import ROOT, VAR, VENV_PYTHON
from launcher.problems import Problem
from launcher.variables import libpq

USAGE = """\
./run [--port N]     start Norte: set up what is missing, PostgreSQL, Valkey, web and worker
./run manage ...     any manage.py command on the same data
./run pg ...         a program of PostgreSQL on the same data: psql, pg_dump, pg_restore ...
./run test ...       the tests; what follows is given to pytest
./run setup          only set up what is missing

PostgreSQL and Valkey are started unless DATABASE_URL and REDIS_URL name servers.
The port is 8000, or NORTE_PORT. docs/deployment.md tells how to run it elsewhere."""

_show = partial(print, flush=True)
_tell = partial(print, flush=True, file=sys.stderr)


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
        case ["pg", program, *rest]:
            return pg(program, rest)
        case ["test", *rest]:
            return test(rest)
        case ["setup"]:
            return setup.ensure(setup.for_running(), _show)
        case _:
            return up(_port(arguments))


def up(port: int) -> None:
    with folder.ownership() as ours:
        if not ours:
            owner = folder.owner()
            raise Problem(f"Already running in this folder: {owner['what']} (process {owner['process']}).")
        check_port(port, patience=5 if folder.was_killed() else 0)
        setup.ensure(setup.for_running(), _show)
        supervisor.serve(port, _show)


def manage(arguments: list[str]) -> int:
    """Standard output is the command's alone, so that it can be piped."""
    command = [VENV_PYTHON, ROOT / "manage.py", *arguments]
    return _on_services("manage " + " ".join(arguments), lambda found: _foreground(command, found))


def pg(program: str, arguments: list[str]) -> int:
    """psql and its kind, told by libpq's variables which database is meant."""

    def act(found: dict[str, str]) -> int:
        command = [postgres.find_programs()[0] / program, *arguments]
        return _foreground(command, found | libpq(found))

    return _on_services(f"pg {program}", act)


def test(arguments: list[str]) -> None:
    """Becomes pytest: its plugin starts what tests need, and its last line stays the last."""
    setup.ensure(setup.for_testing(), _tell)
    os.chdir(ROOT)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "pytest", *(arguments or _everything())])


def _everything() -> list[str]:
    """All tests, on all processors."""
    return ["-n", str(min(os.cpu_count() or 1, 8))]


def _on_services(what: str, act) -> int:
    """Act on the services of the running ./run, else on ones started for as long as it takes."""
    setup.ensure(setup.for_running(), _tell)
    with folder.ownership() as ours:
        if not ours:
            with folder.guest():
                return act(variables.embedded(_port([]), _owners_variables()))
        with services.running(VAR / "servers", Logs(_tell).open) as started:
            folder.announce(f"./run {what}", started.variables)
            code = act(variables.embedded(_port([]), started.variables))
            folder.wait_for_guests()
            return code


def _foreground(command: list, environ: dict[str, str]) -> int:
    with subprocess.Popen(processes.command(command), env=environ) as child:
        # Ctrl-C is the command's to handle; a shell lives on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return child.wait()


def _owners_variables() -> dict[str, str]:
    found = folder.owner()["variables"]
    if not found:
        raise Problem("./run is just starting in this folder; try again in a moment.")
    return found


def _port(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./run", usage=USAGE)
    parser.add_argument("--port", type=int, default=int(os.environ.get("NORTE_PORT", 8000)))
    return parser.parse_args(arguments).port
