"""The kinds of file that are taken, by ending, with what their bytes must look like."""

from dataclasses import dataclass

from crm.attachments import content


@dataclass(frozen=True)
class Kind:
    """`content_type` is what the file is always served as; `fits(head, file)` looks at its bytes."""

    content_type: str
    fits: object


OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

# Nothing a browser would run: no HTML, SVG, XML, scripts, programs, macros or nested mail.
KINDS = {
    "pdf": Kind("application/pdf", content.begins(b"%PDF-")),
    "png": Kind("image/png", content.picture(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image/jpeg", content.picture(b"\xff\xd8\xff")),
    "jpeg": Kind("image/jpeg", content.picture(b"\xff\xd8\xff")),
    "gif": Kind("image/gif", content.picture(b"GIF87a", b"GIF89a")),
    "webp": Kind("image/webp", content.riff(b"WEBP")),
    "heic": Kind("image/heic", content.boxed(b"heic", b"heix", b"mif1", b"msf1", b"hevc")),
    "tif": Kind("image/tiff", content.picture(b"II*\x00", b"MM\x00*")),
    "tiff": Kind("image/tiff", content.picture(b"II*\x00", b"MM\x00*")),
    "mp3": Kind("audio/mpeg", content.begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "m4a": Kind("audio/mp4", content.boxed(b"M4A ", b"mp42", b"isom", b"dash")),
    "ogg": Kind("audio/ogg", content.begins(b"OggS")),
    "opus": Kind("audio/ogg", content.begins(b"OggS")),
    "wav": Kind("audio/wav", content.riff(b"WAVE")),
    "mp4": Kind("video/mp4", content.boxed(b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"qt  ")),
    "docx": Kind(OPEN_XML + "wordprocessingml.document", content.office("word/")),
    "xlsx": Kind(OPEN_XML + "spreadsheetml.sheet", content.office("xl/")),
    "pptx": Kind(OPEN_XML + "presentationml.presentation", content.office("ppt/")),
    "odt": Kind(OPEN_DOCUMENT + "text", content.open_document("text")),
    "ods": Kind(OPEN_DOCUMENT + "spreadsheet", content.open_document("spreadsheet")),
    "odp": Kind(OPEN_DOCUMENT + "presentation", content.open_document("presentation")),
    "doc": Kind("application/msword", content.begins(content.COMPOUND)),
    "xls": Kind("application/vnd.ms-excel", content.begins(content.COMPOUND)),
    "ppt": Kind("application/vnd.ms-powerpoint", content.begins(content.COMPOUND)),
    "rtf": Kind("application/rtf", content.begins(b"{\\rtf")),
    "txt": Kind("text/plain", content.plain),
    "csv": Kind("text/csv", content.plain),
    "ics": Kind("text/calendar", content.plain_beginning("BEGIN:VCALENDAR")),
    "vcf": Kind("text/vcard", content.plain_beginning("BEGIN:VCARD")),
    "zip": Kind("application/zip", content.archive),
}

# For the file box, so that the device offers what will be taken.
ACCEPT = ",".join(f".{ending}" for ending in KINDS)
