"""A stamp says which inputs a finished step was made from, so that it is skipped next time."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(inputs: Iterable[Path | str]) -> str:
    """One hash over files (their content) and words (themselves)."""
    total = hashlib.sha256()
    for each in inputs:
        content = each.read_bytes() if isinstance(each, Path) else each.encode()
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def is_fresh(stamp: Path, inputs: Iterable[Path | str]) -> bool:
    try:
        return stamp.read_text() == digest(inputs)
    except FileNotFoundError:
        return False


def record(stamp: Path, inputs: Iterable[Path | str]) -> None:
    stamp.write_text(digest(inputs))
