"""Which user the servers run as, and where that user can read and write.

PostgreSQL refuses to run as root, and a project under root's home is closed to everybody else.
Nobody's rights are widened for it: data and programs then live in a folder of the servers' own.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple

from launcher.problems import Problem


class Account(NamedTuple):
    name: str
    uid: int
    gid: int


def for_servers() -> Account | None:
    """None stands for the user we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Problem("Started as root, but this system has neither a user postgres nor nobody.")


def folder(wanted: Path, account: Account | None) -> Path:
    """The wanted folder, or a private one elsewhere when the account cannot get there."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if account is None or is_reachable(wanted):
        return private(wanted, account)
    return private(elsewhere(wanted), account)


def socket_folder(wanted: Path, account: Account | None) -> Path:
    """As given, or in the temporary folder when its path is too long for a socket (107 bytes)."""
    if len(os.fsencode(wanted)) > 85:
        wanted = Path(tempfile.gettempdir()) / f"norte-{_mark(wanted)}"
    return private(wanted, account)


def private(place: Path, account: Account | None) -> Path:
    """Make the folder for the account alone; refuse one that somebody else prepared."""
    owner = account.uid if account else os.geteuid()
    try:
        place.mkdir(mode=0o700)
        if account:
            os.chown(place, account.uid, account.gid)
    except FileExistsError:
        found = place.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise Problem(
                f"{place} belongs to another user. It was made by ./run under another account: "
                "start it as that user, or remove the folder (and the data in it)."
            ) from None
    return place


def programs(wanted: Path, brought: tuple[Path, ...], account: Account | None) -> Path:
    """The folder of programs; with all folders brought along, copied to where the account can read."""
    if account is None or not brought:
        return wanted
    if is_reachable(wanted):
        # Not by way of a link in a folder that is closed.
        return wanted.resolve()
    base = brought[0].parent
    place = private(elsewhere(base / brought[0].name), None)
    place.chmod(0o755)
    # A newer package must not find the older one's copy.
    copy = place / str(brought[0].stat().st_mtime_ns)
    if not copy.exists():
        for old in place.iterdir():
            shutil.rmtree(old)
        for each in brought:
            shutil.copytree(each, place / "new" / each.name, symlinks=True)
        (place / "new").rename(copy)
    return copy / wanted.relative_to(base)


def is_reachable(path: Path) -> bool:
    """Whether every folder on the way lets strangers through; the path itself need not exist."""
    folders = path.resolve().parents
    return all(up.stat().st_mode & stat.S_IXOTH for up in folders if up.exists())


def elsewhere(wanted: Path) -> Path:
    return Path("/var/tmp") / f"norte-{_mark(wanted)}"


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
