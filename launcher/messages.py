"""Translations: every .po compiled to the .mo that Django reads.

By Babel, which is pure Python and in the virtual environment; gettext's msgfmt may be missing.
"""

import os
import sys
from pathlib import Path

from launcher import processes
from launcher.paths import ROOT, VENV_PYTHON
from launcher.problems import Problem


def ensure() -> None:
    if stale():
        processes.run([VENV_PYTHON, "-m", "launcher.messages"], "Compiling translations")


def stale() -> list[Path]:
    """The .po files whose .mo is missing or older."""
    sources = [*ROOT.glob("locale/*/LC_MESSAGES/*.po"), *ROOT.glob("*/locale/*/LC_MESSAGES/*.po")]
    return [po for po in sources if _time(po) > _time(po.with_suffix(".mo"))]


def compile_one(po: Path) -> None:
    """Fuzzy messages are guesses and are left out. Replaced whole: a server may be reading it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    fresh = po.with_suffix(f".{os.getpid()}.new")
    try:
        with po.open("rb") as source, fresh.open("wb") as target:
            write_mo(target, read_po(source, abort_invalid=True))
    except (PoFileError, ValueError) as error:
        fresh.unlink()
        raise Problem(f"{po}: {error}") from None
    fresh.replace(po.with_suffix(".mo"))


def _time(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0


if __name__ == "__main__":
    try:
        for each in stale():
            compile_one(each)
    except Problem as problem:
        sys.exit(str(problem))
