"""The virtual environment and the locked Python packages in it."""

import subprocess
import sys

from launcher import processes, stamps
from launcher.paths import ROOT, VENV, VENV_PYTHON
from launcher.problems import Problem

RUNTIME = ("requirements.txt", "requirements-embedded.txt")
DEVELOPMENT = (*RUNTIME, "requirements-dev.txt")


def ensure(*locks: str, say=print) -> None:
    """A virtual environment of this folder with everything these lock files name."""
    if not _works():
        say("Making a virtual environment ...")
        _make()
    if not stamps.is_fresh(_stamp(locks), _inputs(locks)):
        say(f"Installing {', '.join(locks)} ...")
        install(*locks)


def install(*locks: str) -> None:
    asked = [part for lock in locks for part in ("-r", str(ROOT / lock))]
    processes.run(
        [*_pip(), "install", "--quiet", "--disable-pip-version-check", "--require-hashes", *asked],
        "Installing Python packages (pip)",
    )
    stamps.record(_stamp(locks), _inputs(locks))


def _stamp(locks):
    return VENV / (".norte-" + "+".join(lock.removesuffix(".txt") for lock in locks))


def _inputs(locks) -> list:
    return [str(ROOT), *(ROOT / lock for lock in locks)]


def _works() -> bool:
    """A copied or moved folder, or a Python since removed, leaves a .venv that does not start."""
    try:
        probe = subprocess.run([VENV_PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])
    except OSError:
        return False
    return probe.returncode == 0


def _make() -> None:
    """Debian splits ensurepip off into python3-venv; pip can install from outside instead."""
    venv = [sys.executable, "-m", "venv", "--clear"]
    if subprocess.run([*venv, VENV], capture_output=True).returncode:
        processes.run([*venv, "--without-pip", str(VENV)], "Making a virtual environment")


def _pip() -> list[str]:
    if _answers([VENV_PYTHON, "-m", "pip", "--version"]):
        return [str(VENV_PYTHON), "-m", "pip"]
    if _answers([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
    raise Problem("This Python has no pip. On Debian or Ubuntu: apt-get install python3-pip")


def _answers(argv: list) -> bool:
    return subprocess.run(argv, capture_output=True).returncode == 0
