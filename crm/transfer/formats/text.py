"""Delimited text: any separator, encoding and line end, quoted or not."""

import codecs
import csv
import hashlib
import re
from collections import Counter
from itertools import islice

from django.utils.translation import gettext as _

from crm.transfer.formats.faults import FileRefused
from crm.transfer.limits import MAX_COLUMNS, MAX_LINE
from crm.transfer.safe import own_cell

SEPARATORS = ",;\t|"
RARE_SEPARATORS = ":^~"
# The first line by which Excel is told the separator.
SAID = re.compile(r"sep=([^\w\s]|\t)(?:[\r\n]|$)", re.I)
CHUNK = 1024 * 1024
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


def scan(path) -> tuple[str, str]:
    """The encoding and the SHA-256 of a file, read once in pieces. FileRefused for what is no text."""
    digest = hashlib.sha256()
    decoder = None
    encoding = ""
    with open(path, "rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
            if not encoding:
                encoding = _first_guess(piece)
                decoder = codecs.getincrementaldecoder(encoding)()
            encoding, decoder = _check(piece, encoding, decoder)
    if decoder is not None and encoding.startswith("utf-8"):
        encoding = _ended(decoder, encoding)
    return encoding or "utf-8", digest.hexdigest()


def _first_guess(piece: bytes) -> str:
    for mark, encoding in MARKS:
        if piece.startswith(mark):
            return encoding
    sample = piece[:4000]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if odd > len(sample) / 4 > even:
        return "utf-16-le"
    if even > len(sample) / 4 > odd:
        return "utf-16-be"
    return "utf-8"


def _check(piece, encoding, decoder):
    if (encoding.startswith("utf-8") or encoding == "cp1252") and b"\x00" in piece:
        raise FileRefused(_("This is not a text file: it holds NUL bytes."))
    if encoding == "cp1252":
        return encoding, decoder
    try:
        decoder.decode(piece)
    except UnicodeDecodeError:
        if not encoding.startswith("utf-8"):
            raise FileRefused(_("The text of this file cannot be read: its encoding is broken.")) from None
        return "cp1252", None
    return encoding, decoder


def _ended(decoder, encoding):
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return encoding


def opened(path, encoding):
    """newline="" leaves the line ends to csv, which also takes a lone CR."""
    # What cp1252 leaves undefined comes through as a mark a person can see, rather than ending the import.
    errors = "replace" if encoding.startswith(("cp", "iso", "mac")) else "strict"
    return open(path, encoding=encoding, errors=errors, newline="")


def separator(path, encoding) -> str:
    """The separator by which the first lines fall into the most even number of columns."""
    with opened(path, encoding) as file:
        sample = file.read(200_000)
    if told := SAID.match(sample):
        return told[1]
    best, best_score = ",", (False, 0.0, 0)
    for candidate in (*SEPARATORS, *RARE_SEPARATORS):
        widths = Counter(len(row) for row in islice(_parsed(sample, candidate), 100) if row)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (candidate in SEPARATORS, count / widths.total(), width)
        if width > 1 and score > best_score:
            best, best_score = candidate, score
    return best


def _parsed(sample, candidate):
    # The last line may be cut off in the middle.
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if len(lines) > 1 and len(sample) == 200_000 else lines
    try:
        yield from csv.reader(lines, delimiter=candidate)
    except csv.Error:
        return


def lines(file):
    """Line by line; one without end is refused before it is in memory."""
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE:
            raise FileRefused(_("Line %(line)s is longer than any row may be.") % {"line": number})
        yield line


def rows(path, format):
    """(row number, cells) of a delimited file; blank lines are passed over but counted."""
    try:
        with opened(path, format["encoding"]) as file:
            for number, cells in enumerate(csv.reader(lines(file), delimiter=format["delimiter"]), 1):
                if len(cells) > MAX_COLUMNS:
                    raise FileRefused(
                        _("Row %(row)s has more than %(limit)s columns.") % {"row": number, "limit": MAX_COLUMNS}
                    )
                if any(cells) and not (number == 1 and SAID.match(format["delimiter"].join(cells))):
                    yield number, [own_cell(cell) if cell[:1] == "'" else cell for cell in cells]
    except csv.Error as error:
        raise FileRefused(_("The file cannot be read: %(error)s.") % {"error": error}) from None
    except UnicodeError:
        raise FileRefused(_("The file cannot be read as %(encoding)s.") % {"encoding": format["encoding"]}) from None
