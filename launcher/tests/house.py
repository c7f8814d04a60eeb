"""A folder that ./run can start in seconds: the real launcher around the smallest Django project."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from launcher.paths import ROOT, VENV

TOY = Path(__file__).with_name("toy")
SHARED = ("run", "launcher", "static", "package.json", "package-lock.json")
# What pytest's own services and mode would tell the house's.
FORGET = ("DATABASE_URL", "REDIS_URL", "NORTE_MODE", "SECRET_KEY", "NORTE_FILES_DIR", "PYTHONPATH")


class House:
    """One such folder, and the processes started in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.run = None
        self.environment = {k: v for k, v in os.environ.items() if k not in FORGET}
        shutil.copytree(TOY, folder)
        for name in [*SHARED, *(lock.name for lock in ROOT.glob("requirements*.txt"))]:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)
        (folder / ".venv").symlink_to(VENV)

    def start(self) -> subprocess.Popen:
        """./run in the background, once it is ready."""
        log = (self.folder / "run.log").open("w")
        self.run = subprocess.Popen(
            self._command("--port", str(self.port)), env=self.environment, stdout=log, stderr=log
        )
        wait_until(lambda: "Norte is ready" in self.log() or self.run.poll() is not None, 180)
        assert "Norte is ready" in self.log(), self.log()
        return self.run

    def call(self, *arguments: str, **more: str) -> subprocess.CompletedProcess:
        """./run with these arguments, to its end."""
        environment = self.environment | more
        return subprocess.run(self._command(*arguments), env=environment, capture_output=True, text=True)

    def log(self) -> str:
        return (self.folder / "run.log").read_text()

    def variables(self) -> dict:
        return json.loads((self.folder / "var/run/owner.json").read_text())["variables"]

    def processes(self) -> list[str]:
        """Command lines of every process that has this folder in its own or its environment."""
        mark = os.fsencode(self.folder)
        found = [_words(each) for each in Path("/proc").glob("[0-9]*")]
        return [line.decode(errors="replace") for line in found if mark in line]

    def close(self) -> None:
        if self.run and self.run.poll() is None:
            self.run.send_signal(signal.SIGTERM)
            self.run.wait(60)

    def _command(self, *arguments: str) -> list[str]:
        # The machine's own Python, as people call it: that of the tests may have no pip.
        return [str(Path(sys.base_prefix, "bin/python3")), str(self.folder / "run"), *arguments]


def _words(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return b""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_until(true, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
