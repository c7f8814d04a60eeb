"""Which format a file has, by what stands in it and not by its name."""

import hashlib
from itertools import islice

from django.utils.translation import gettext as _

from crm.transfer.formats import text, vcard
from crm.transfer.formats.faults import FileRefused
from crm.transfer.formats.workbook import Workbook
from crm.transfer.limits import MAX_BYTES, MAX_ROWS

PREVIEW = 12
PATIENCE = 24 * 1024 * 1024
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def detect(path) -> tuple[dict, str]:
    """How the file is written, and its SHA-256. FileRefused for what can or may not be read.

    {"kind": "csv", "encoding", "delimiter", "has_header"}, {"kind": "xlsx", "sheet", "sheets", "has_header"}
    or {"kind": "vcard", "encoding", "has_header"}.
    """
    with open(path, "rb") as file:
        head = file.read(4096)
        size = file.seek(0, 2)
    if size > MAX_BYTES:
        raise FileRefused(
            _("This file is larger than %(limit)s MB. Split it into several.") % {"limit": MAX_BYTES // 1024**2}
        )
    if not head.strip():
        raise FileRefused(_("This file is empty."))
    if head.startswith(OLD_EXCEL):
        raise FileRefused(_("This is an old Excel file (XLS), or one with a password. Save it as XLSX or CSV."))
    if head.startswith(b"PK\x03\x04"):
        return _workbook(path)
    return _text(path, head)


def _workbook(path):
    with Workbook(path) as book:
        sheets = list(book.sheets)
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    format = {"kind": "xlsx", "sheets": sheets, "sheet": sheets[0]}
    return _with_header(path, format), digest


def _text(path, head):
    encoding, digest = text.scan(path)
    start = head.decode(encoding, "ignore").lstrip("\ufeff \r\n\t").upper()
    if start.startswith("BEGIN:VCARD"):
        return {"kind": "vcard", "encoding": encoding, "has_header": True}, digest
    format = {"kind": "csv", "encoding": encoding, "delimiter": text.separator(path, encoding)}
    return _with_header(path, format), digest


def _with_header(path, format):
    first = next(iter(preview(path, format)), None)
    if first is None:
        raise FileRefused(_("This file holds no rows."))
    return format | {"has_header": looks_like_header(first[1])}


def looks_like_header(cells) -> bool:
    """Names of columns are texts, each once, without @ and not mostly digits."""
    words = [cell for cell in cells if cell not in (None, "")]
    if not words or not all(isinstance(word, str) for word in words):
        return False
    return not any("@" in word or sum(map(str.isdigit, word)) > len(word) / 2 for word in words)


def preview(path, format, count=PREVIEW) -> list[tuple[int, list]]:
    """The first rows, cheaply."""
    return list(islice(read(path, format, patience=PATIENCE), count))


def read(path, format, patience=None):
    """(row number, cells) of the whole file, as a stream; FileRefused where it cannot go on."""
    match format["kind"]:
        case "xlsx":
            with Workbook(path) as book:
                yield from book.rows(format["sheet"], patience)
        case "vcard":
            yield from vcard.rows(path, format)
        case _:
            yield from _bounded(text.rows(path, format))


def _bounded(rows):
    for number, cells in rows:
        if number > MAX_ROWS:
            raise FileRefused(_("This file has more than %(limit)s rows.") % {"limit": MAX_ROWS})
        yield number, cells
