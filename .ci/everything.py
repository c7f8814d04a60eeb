#!/usr/bin/env python3
"""All that must hold before a change is taken, on a machine that may have nothing yet.

Ends with the whole test suite, whose own last line is the last that is printed.
"""

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from launcher import setup  # noqa: E402
from launcher.paths import VENV, VENV_PYTHON  # noqa: E402
from launcher.problems import Problem  # noqa: E402

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")
LOCAL_SERVER = f"postgresql://root@127.0.0.1:5432/norte_ci_{os.getpid()}"
QUICK = ["-m", "not browser and not slow"]
PRODUCTION = {
    "NORTE_MODE": "production",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "norte.example",
    "SITE_URL": "https://norte.example",
    "DATABASE_URL": "postgresql:///unused",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://norte:unused@norte.example:587",
}


def main() -> None:
    os.chdir(ROOT)
    # Tests that need Chromium or Pango then fail where they are missing, and are not skipped.
    os.environ["CI"] = "true"
    install_system_packages()
    try:
        setup.ensure(setup.for_testing(), tell)
    except Problem as problem:
        sys.exit(f"\n{problem}")
    failed = [
        name
        for name, passes in {**CHECKS, "quick tests, PostgreSQL 15": older_postgres}.items()
        if not step(name, passes)
    ]
    tell(f"Failed: {', '.join(failed)}" if failed else "All checks passed; now the whole test suite.")
    code = subprocess.run([sys.executable, "run", "test"]).returncode
    sys.exit(code or bool(failed))


def step(name: str, passes) -> bool:
    began = time.monotonic()
    passed = passes()
    tell(f"--- {name}: {'ok' if passed else 'FAILED'}, {time.monotonic() - began:.0f} s")
    return passed


def tool(*argv: str, **more: str):
    """A check that runs a program of the virtual environment."""
    return lambda: succeeds(VENV / "bin" / argv[0], *argv[1:], **more)


CHECKS = {
    "format": tool("ruff", "format", "--check", "."),
    "lint": tool("ruff", "check", "."),
    "imports": tool("lint-imports"),
    "deployment": tool("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
    "migrations": lambda: succeeds("./run", "manage", "makemigrations", "--check", "--dry-run"),
    "messages": tool("python", "-m", "launcher.message_check"),
}


def older_postgres() -> bool:
    """The server of this machine if it has one, else a private one of Debian's programs."""
    if local_version() >= 14:
        where = {"DATABASE_URL": LOCAL_SERVER}
    else:
        where = {"NORTE_PG_BIN": str(POSTGRES_15)}
    return succeeds(VENV_PYTHON, "-m", "pytest", "-q", "-n", "2", *QUICK, **where)


def local_version() -> int:
    """The major version of PostgreSQL on this machine's usual port, 0 without one that lets us in."""
    ask = "import psycopg2, sys; print(psycopg2.connect(sys.argv[1], connect_timeout=3).server_version // 10000)"
    url = LOCAL_SERVER.rsplit("/", 1)[0] + "/postgres"
    argv = [VENV_PYTHON, "-c", ask, url]
    answer = subprocess.run(argv, capture_output=True, text=True).stdout  # noqa: S603
    return int(answer or 0)


def install_system_packages() -> None:
    missing = [name for name, there in NEEDED.items() if not there()]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        tell(f"Missing, and not installed for want of root and apt: {', '.join(missing)}")
        return
    tell(f"Installing {', '.join(missing)} ...")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    succeeds("apt-get", "update", "-qq", **quiet)
    succeeds("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, **quiet)


def has_library(name: str):
    return lambda: any(Path("/usr/lib").glob(f"**/{name}.so*"))


NEEDED = {
    "chromium": lambda: shutil.which("chromium"),
    # The driver of the browser needs it.
    "libatomic1": has_library("libatomic"),
    "libpango-1.0-0": has_library("libpango-1.0"),
    "libpangoft2-1.0-0": has_library("libpangoft2-1.0"),
    "libharfbuzz-subset0": has_library("libharfbuzz-subset"),
    "gettext": lambda: shutil.which("xgettext"),
    "postgresql-15": lambda: POSTGRES_15.exists(),
}


def succeeds(*argv, **more: str) -> bool:
    done = subprocess.run([str(each) for each in argv], env=os.environ | more)  # noqa: S603
    return done.returncode == 0


def tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
