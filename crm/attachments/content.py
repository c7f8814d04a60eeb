"""What the bytes of a file say about it, whatever its name claims."""

import re
import zipfile

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_MEMBERS = 2000
MOST_UNPACKED = 500 * 1024 * 1024

# What a browser or a shell would run, however deep in the first bytes it stands.
ACTIVE = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|form|img|style|link|meta|base|xml|\?xml|math|"
    rb"x:|xsl|!entity|\?php|%)|^\s*#!|javascript:|vbscript:|<\?",
    re.IGNORECASE,
)
# What no picture holds by chance, but a picture that is also a page does.
PAGE = re.compile(rb"<(?:script|html|!doctype html|\?php|iframe)\b|<svg[\s>]", re.IGNORECASE)
PROGRAM_NAMES = re.compile(
    r"\.(?:exe|dll|scr|com|bat|cmd|msi|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|sh|php\w*|phar|html?|svg|app|apk|pif)$"
    r"|vbaproject\.bin$",
    re.IGNORECASE,
)


def begins(*marks):
    def fits(head, file):
        return head.startswith(marks)

    return fits


def picture(*marks):
    def fits(head, file):
        return head.startswith(marks) and not PAGE.search(head)

    return fits


def riff(form):
    def fits(head, file):
        return head[:4] == b"RIFF" and head[8:12] == form

    return fits


def boxed(*brands):
    """The boxes of ISO media: a brand stands after "ftyp"."""

    def fits(head, file):
        return head[4:8] == b"ftyp" and head[8:12] in brands

    return fits


def plain(head, file) -> bool:
    """Text without control characters and without anything that runs."""
    text = decoded(head)
    return text is not None and not re.search(r"[\x00-\x08\x0e-\x1f]", text) and not ACTIVE.search(text.encode())


def plain_beginning(mark):
    def fits(head, file):
        return plain(head, file) and (decoded(head) or "").lstrip().upper().startswith(mark)

    return fits


def decoded(head) -> str | None:
    """UTF-8 or UTF-16 with a mark, else the eight-bit text of older programs; None for what is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        # The head may end within a character.
        return head[: len(head) // 2 * 2].decode(encoding, errors="strict")
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig" and error.start < len(head) - 4:
            return None if b"\x00" in head else head.decode("cp1252", errors="replace")
        return head[: error.start].decode(encoding, errors="ignore")


def members(file) -> list[zipfile.ZipInfo] | None:
    """What an archive lists, None when it cannot be read, is a bomb, or would leave its folder."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as packed:
            found = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError):
        return None
    finally:
        file.seek(0)
    if not found or len(found) > MOST_MEMBERS or sum(one.file_size for one in found) > MOST_UNPACKED:
        return None
    if any(one.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", one.filename) for one in found):
        return None
    return found


def archive(head, file) -> bool:
    """An archive that holds no program."""
    found = members(file) if head.startswith(b"PK\x03\x04") else None
    return found is not None and not any(PROGRAM_NAMES.search(one.filename) for one in found)


def office(folder):
    """A document of Office: its content types, its own folder, no macros."""

    def fits(head, file):
        names = {one.filename for one in members(file) or ()} if archive(head, file) else set()
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return fits


def open_document(kind):
    """OpenDocument puts its type, unpacked, first."""
    mark = f"application/vnd.oasis.opendocument.{kind}".encode()

    def fits(head, file):
        found = members(file) if head.startswith(b"PK\x03\x04") else None
        return bool(found) and found[0].filename == "mimetype" and head[38 : 38 + len(mark)] == mark

    return fits
