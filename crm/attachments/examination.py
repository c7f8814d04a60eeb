"""Whether a file that somebody sends is taken, and as what."""

from dataclasses import dataclass

from crm.attachments import name as names
from crm.attachments.kind import KINDS

HEAD = 64 * 1024


class Refused(Exception):  # noqa: N818 - read as a word, like Conflict
    """Why a file is not taken: name, empty, size, kind or content."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Examined:
    name: str
    content_type: str


def examine(file, *, name: str, size: int, limit: int) -> Examined:
    """The cleaned name and the type to serve a file as, whatever type its sender claims; or Refused.

    `file` can be read and sought; `size` and `limit` in bytes.
    """
    if names.is_deceptive(name):
        raise Refused("name")
    if size == 0:
        raise Refused("empty")
    if size > limit:
        raise Refused("size")
    cleaned = names.clean(name)
    stem, __, ending = cleaned.rpartition(".")
    kind = KINDS.get(ending) if stem else None
    if kind is None:
        raise Refused("kind")
    file.seek(0)
    head = file.read(HEAD)
    fits = kind.fits(head, file)
    file.seek(0)
    if not fits:
        raise Refused("content")
    return Examined(cleaned, kind.content_type)
