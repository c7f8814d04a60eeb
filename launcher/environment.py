"""The virtual environment and the locked Python packages in it."""

import subprocess
import sys
from pathlib import Path

from launcher import processes, stamps
from launcher.paths import ROOT, VENV, VENV_PYTHON
from launcher.problems import Problem

RUNTIME = ("requirements.txt",)
EMBEDDED = ("requirements-embedded.txt",)
DEVELOPMENT = ("requirements-dev.txt",)
# MB on disk, measured; the first with node_modules and npm's own wheel.
SIZES = {"requirements.txt": 700, "requirements-embedded.txt": 60, "requirements-dev.txt": 430}


def ensure(*locks: str, say) -> None:
    """A virtual environment of this folder with everything these lock files name."""
    if not _works():
        say("Making a virtual environment ...")
        _make()
    stale = [lock for lock in locks if not stamps.is_fresh(_stamp(lock), [ROOT / lock])]
    if stale:
        say(f"Installing the packages of {', '.join(stale)} ...")
        install(*stale)


def install(*locks: str) -> None:
    asked = [part for lock in locks for part in ("-r", ROOT / lock)]
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    processes.run([*_pip(), "install", *options, *asked], "Installing Python packages (pip)")
    for lock in locks:
        stamps.record(_stamp(lock), [ROOT / lock])


def room_needed(*locks: str) -> int:
    """MB that the first installation of those not yet installed takes."""
    return sum(SIZES[lock] for lock in locks if not _stamp(lock).exists())


def _stamp(lock: str) -> Path:
    return VENV / f".norte-{lock}"


def _works() -> bool:
    """A copied folder, or a Python since removed, leaves a .venv that does not start."""
    probe = [VENV_PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(probe, capture_output=True).returncode == 0
    except OSError:
        return False


def _make() -> None:
    """Debian splits ensurepip off into python3-venv; pip can install from outside instead."""
    venv = [sys.executable, "-m", "venv", "--clear"]
    if not _succeeds([*venv, VENV]):
        processes.run([*venv, "--without-pip", VENV], "Making a virtual environment")


def _pip() -> list:
    if _succeeds([VENV_PYTHON, "-m", "pip", "--version"]):
        return [VENV_PYTHON, "-m", "pip"]
    if _succeeds([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", VENV_PYTHON]
    raise Problem("This Python has no pip. On Debian or Ubuntu: apt-get install python3-pip")


def _succeeds(argv: list) -> bool:
    return subprocess.run(argv, capture_output=True).returncode == 0
