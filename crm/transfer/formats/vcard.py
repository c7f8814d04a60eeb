"""vCard 2.1 to 4.0, as phones and mail programs write address books."""

import quopri
import re
from binascii import Error as BinasciiError

from django.utils.translation import gettext as _

from crm.transfer.formats.faults import FileRefused
from crm.transfer.formats.text import opened
from crm.transfer.limits import MAX_CELL

# The first row a vCard file turns into; the header matching knows these words.
HEADERS = [
    "Name", "E-mail", "Phone", "Company", "Job title", "Street", "Complement", "City", "State", "CEP", "Country",
    "Birthday", "Website", "Tags", "Notes", "External id",
]  # fmt: skip
MAX_LINES = 2_000
BIRTHDAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
SEVERAL = "; "


def rows(path, format):
    yield 1, list(HEADERS)
    for number, card in enumerate(_cards(path, format["encoding"]), 2):
        yield number, _cells(card)


def _cards(path, encoding):
    """The unfolded lines of each card."""
    lines = None
    with opened(path, encoding) as file:
        for line in _bounded(file):
            word = line.strip().upper()
            if word == "BEGIN:VCARD":
                lines = []
            elif word == "END:VCARD" and lines is not None:
                yield lines
                lines = None
            elif lines is not None:
                _join(lines, line)


def _bounded(file):
    while line := file.readline(MAX_CELL):
        if len(line) >= MAX_CELL:
            raise FileRefused(_("A line of this vCard is too long."))
        yield line.rstrip("\r\n")


def _join(lines, line):
    if lines and line[:1] in (" ", "\t"):
        lines[-1] += line[1:]
    elif lines and lines[-1].endswith("=") and "QUOTED-PRINTABLE" in lines[-1].upper():
        lines[-1] = lines[-1][:-1] + line
    else:
        lines.append(line)
    if len(lines) > MAX_LINES or len(lines[-1]) > MAX_CELL * 4:
        raise FileRefused(_("A card of this file is too long."))


def _cells(lines) -> list[str]:
    found = {}
    for line in lines:
        name, value = _property(line)
        if value and name not in ("PHOTO", "LOGO", "SOUND", "KEY"):
            found.setdefault(name, []).append(value)
    street, complement, city, state, code, country = _address(found.get("ADR", [""])[0])
    birthday = BIRTHDAY.match(found.get("BDAY", [""])[0])
    return [
        _plain(found.get("FN", [""])[0]) or _name(found.get("N", [""])[0]),
        SEVERAL.join(_plain(one) for one in found.get("EMAIL", [])),
        SEVERAL.join(_plain(one).removeprefix("tel:") for one in found.get("TEL", [])),
        next(iter(_parts(found.get("ORG", [""])[0])), ""),
        _plain(found.get("TITLE", [""])[0]),
        street,
        complement,
        city,
        state,
        code,
        country,
        "-".join(birthday.groups()) if birthday else "",
        _plain(found.get("URL", [""])[0]),
        ", ".join(tag for value in found.get("CATEGORIES", []) for tag in re.split(r"(?<!\\),", value)),
        _plain(found.get("NOTE", [""])[0]),
        _plain(found.get("UID", [""])[0]).removeprefix("urn:uuid:"),
    ]


def _property(line) -> tuple[str, str]:
    head, __, value = line.partition(":")
    name, *parameters = head.split(";")
    parameters = [one.upper() for one in parameters]
    if any("QUOTED-PRINTABLE" in one for one in parameters):
        charset = next((one.partition("=")[2] for one in parameters if one.startswith("CHARSET=")), "utf-8")
        try:
            value = quopri.decodestring(value.encode("utf-8", "replace")).decode(charset, "replace")
        except (LookupError, BinasciiError):
            value = ""
    # Apple groups properties: item1.EMAIL.
    return name.rpartition(".")[2].upper(), value.strip()


def _parts(value) -> list[str]:
    return [_plain(one) for one in re.split(r"(?<!\\);", value)]


def _plain(value) -> str:
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _name(value) -> str:
    parts = [*_parts(value), "", "", "", "", ""]
    return " ".join(part for part in (parts[3], parts[1], parts[2], parts[0], parts[4]) if part)


def _address(value):
    """ADR: box; extension; street; city; state; code; country."""
    parts = [*_parts(value), *[""] * 7]
    return parts[2], parts[1], parts[3], parts[4], parts[5], parts[6]
