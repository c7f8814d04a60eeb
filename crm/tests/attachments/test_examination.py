"""Sixty files that mean harm, and the honest ones beside them."""

import io
import struct
import zipfile

import pytest

from crm.attachments import Refused, examine

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
GIF = b"GIF89a" + b"\x00" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40
EXE = b"MZ\x90\x00" + b"\x00" * 60
ELF = b"\x7fELF" + b"\x00" * 60
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PHP = b"<?php system($_GET['c']); ?>"
TEXT = b"just text"


def packed(*names, size=1, stored=()):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in stored:
            archive.writestr(zipfile.ZipInfo(name), content)
        for name in names:
            archive.writestr(name, b"x" * size)
    return buffer.getvalue()


def bomb():
    """Claims to unpack to 4 GB."""
    content = bytearray(packed("zeros.bin"))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 2**32 - 2)
    return bytes(content)


DOCX = packed("[Content_Types].xml", "word/document.xml")
XLSX = packed("[Content_Types].xml", "xl/workbook.xml")

HOSTILE = [
    # Names that run.
    ("page.html", HTML), ("page.htm", HTML), ("page.xhtml", HTML), ("page.shtml", HTML), ("logo.svg", SVG),
    ("logo.svgz", SVG), ("data.xml", b"<?xml version='1.0'?><x/>"), ("style.xsl", TEXT), ("page.mht", TEXT),
    ("shell.php", PHP), ("shell.php5", PHP), ("shell.phtml", PHP), ("shell.phar", PHP), ("page.asp", TEXT),
    ("page.aspx", TEXT), ("page.jsp", TEXT), ("run.cgi", TEXT), ("run.py", TEXT), ("run.pl", TEXT), ("run.sh", TEXT),
    ("run.bat", TEXT), ("run.cmd", TEXT), ("run.ps1", TEXT), ("run.vbs", TEXT), ("run.js", TEXT), ("run.hta", TEXT),
    ("setup.exe", EXE), ("setup.msi", OLE), ("saver.scr", EXE), ("lib.dll", EXE), ("app.jar", packed("A.class")),
    ("app.apk", packed("classes.dex")), ("link.lnk", TEXT), ("link.url", TEXT), ("disk.iso", TEXT),
    ("macro.docm", DOCX), ("macro.xlsm", XLSX), (".htaccess", b"AddType application/x-httpd-php .jpg"),
    # Names that hide.
    ("contract.pdf.exe", EXE), ("invoice.php.jpg", JPG), ("page.html.txt", TEXT), ("shell.php%00.jpg", JPG),
    ("shell.php\x00.jpg", JPG), ("gpj\u202egnp.exe", EXE), ("photo\u200b.jpg", JPG), ("cod\u202etxt.pdf", PDF),
    ("../../etc/passwd.txt", TEXT), ("..\\evil.txt", TEXT), ("/etc/cron.txt", TEXT), ("con.txt", TEXT),
    ("lpt1.pdf", PDF),    ("a\nb.pdf", PDF), ("noending", PDF), (".pdf", PDF), ("", PDF),
    # Contents that are not what the ending says.
    ("photo.png", HTML), ("photo.jpg", SVG), ("photo.gif", b"GIF89a/*<script>alert(1)</script>*/"),
    ("photo.jpg", JPG + PHP), ("photo.png", PNG + b"<svg onload=alert(1)>"), ("paper.pdf", HTML), ("paper.pdf", EXE),
    ("notes.txt", HTML), ("notes.txt", b"  <SCRIPT>alert(1)</SCRIPT>"), ("notes.txt", EXE), ("notes.txt", ELF),
    ("notes.txt", b"#!/bin/sh\nrm -rf /"), ("notes.txt", "<html>".encode("utf-16")),
    ("rows.csv", b"a,<iframe src=x>"),    ("rows.csv", PHP), ("card.vcf", TEXT), ("event.ics", HTML), ("text.docx", packed("x.txt")), ("text.docx", OLE),
    ("sheet.xlsx", DOCX), ("text.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("text.odt", packed("mimetype", "content.xml")), ("old.doc", HTML), ("pack.zip", TEXT),
    ("pack.zip", packed("setup.exe")), ("pack.zip", packed("../../x.txt")), ("pack.zip", packed("/abs.txt")),
    ("pack.zip", bomb()), ("pack.zip", packed(*(f"{n}.txt" for n in range(2100)))),
    ("song.mp3", HTML), ("film.mp4", HTML),    ("empty.pdf", b""),
]  # fmt: skip

ODT = packed("content.xml", stored=[("mimetype", b"application/vnd.oasis.opendocument.text")])
HONEST = [
    ("Proposta – Telhado.pdf", PDF, "application/pdf"),
    ("photo.JPG", JPG, "image/jpeg"),
    ("logo.png", PNG, "image/png"),
    ("anim.gif", GIF, "image/gif"),
    ("contrato v2.1 final.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("planilha.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("texto.odt", ODT, "application/vnd.oasis.opendocument.text"),
    ("antigo.doc", OLE, "application/msword"),
    ("notas.txt", "São João < 3 & mais\r\n".encode(), "text/plain"),
    ("latin.csv", "nome;cidade\nJoão;Canoas\n".encode("cp1252"), "text/csv"),
    ("utf16.csv", "nome;cidade\n".encode("utf-16"), "text/csv"),
    ("card.vcf", b"BEGIN:VCARD\nVERSION:3.0\n", "text/vcard"),
    ("pack.zip", packed("a.txt", "b/c.pdf"), "application/zip"),
]


def look(name, content, limit=10**9):
    return examine(io.BytesIO(content), name=name, size=len(content), limit=limit)


@pytest.mark.parametrize(("name", "content"), HOSTILE, ids=[f"{n}-{name!a}" for n, (name, __) in enumerate(HOSTILE)])
def test_what_means_harm_is_refused(name, content):
    with pytest.raises(Refused):
        look(name, content)


@pytest.mark.parametrize(("name", "content", "content_type"), HONEST, ids=[one[0] for one in HONEST])
def test_honest_files_are_taken_with_the_type_of_their_kind(name, content, content_type):
    assert look(name, content).content_type == content_type


def test_sixty_are_many():
    assert len(HOSTILE) >= 60


def test_a_file_larger_than_the_limit_is_refused():
    with pytest.raises(Refused) as refused:
        look("a.pdf", PDF, limit=4)

    assert refused.value.reason == "size"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Relatório  final .PDF", "Relatório final.pdf"),
        ('a<b>:"c|d?.pdf', "a-b---c-d-.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned_and_keep_their_ending(name, cleaned):
    assert look(name, PDF).name == cleaned
