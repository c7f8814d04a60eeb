"""Child processes that do not outlive us, however we end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from launcher import problems
from launcher.accounts import Account
from launcher.paths import ROOT

BOUND = Path(__file__).with_name("bound.py")


def command(argv: list, *, account: Account | None = None, on_death: int = signal.SIGTERM) -> list:
    """The command line that runs argv until it ends or we die; call it from the main thread only."""
    who = [str(account.uid), str(account.gid)] if account else ["-", "-"]
    wrapper = [sys.executable, "-I", "-S", str(BOUND), str(os.getpid()), str(int(on_death))]
    return [*wrapper, *who, *map(str, argv)]


def spawn(argv: list, *, account=None, on_death=signal.SIGTERM, cwd=ROOT, **options):
    """Start a long-lived child in a session of its own: Ctrl-C reaches us, and we decide the order."""
    return subprocess.Popen(
        command(argv, account=account, on_death=on_death),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        **options,
    )


def run(argv: list, doing: str, *, account=None, cwd=ROOT, env=None) -> str:
    """Run to the end and give its standard output, or raise the Problem that it shows."""
    done = subprocess.run(
        command(argv, account=account, on_death=signal.SIGKILL),
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise problems.from_output(doing, done.stdout + done.stderr)
    return done.stdout


def stop(child: subprocess.Popen, how: int, patience: float = 10) -> None:
    """Ask a child to end; kill its whole group when it takes too long."""
    if child.poll() is None:
        child.send_signal(how)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _kill_group(child)
        child.wait()


def _kill_group(child: subprocess.Popen) -> None:
    """Whatever the child itself left running; its group's number is its own by start_new_session."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
