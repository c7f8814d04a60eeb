"""Files made to take a machine down are refused within two seconds and 150 MB, measured in a process of their own."""

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

SECONDS, MEGABYTES = 2.0, 150

LOOK = """
import json, re, sys, time
import django
django.setup()
from crm.transfer.formats import detect, read
from crm.transfer.formats.faults import FileRefused
begun = time.process_time()
answer = "taken"
try:
    format, __ = detect(sys.argv[1])
    for number, cells in read(sys.argv[1], format):
        pass
except FileRefused:
    answer = "refused"
seconds = time.process_time() - begun
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(json.dumps([answer, seconds, peak]))
"""

END = b"</row></sheetData></worksheet>"
HEAD = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)


def xlsx(sheet: bytes | list, strings: bytes | None = None, method=zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}">'
            '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="x"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in [sheet] if isinstance(sheet, bytes) else sheet:
                part.write(piece)
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml", strings)
    return target.getvalue()


def bomb():
    return xlsx([HEAD, *[b"<row><c><v>1</v></c></row>" * 40_000] * 100])


def entities():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><worksheet><sheetData><row><c><v>&l9;</v></c>'
    return xlsx(text.encode() + END)


def lying_size():
    """The archive says that the sheet is small; it is not."""
    data = bytearray(xlsx([HEAD, b"<row><c><v>1</v></c></row>" * 400_000]))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def endless_attribute():
    return xlsx([b'<worksheet><sheetData><row r="', *[b"1" * 1_000_000] * 18])


HOSTILE = {
    "zip bomb": bomb,
    "entity expansion": entities,
    "lying size": lying_size,
    "endless attribute": endless_attribute,
    "column a million": lambda: xlsx(HEAD + b'<row r="1"><c r="BDWGO1"><v>1</v></c></row></sheetData></worksheet>'),
    "row of 2,000 cells": lambda: xlsx(HEAD + b"<row>" + b"<c><v>1</v></c>" * 2000 + END),
    "row nine million": lambda: xlsx(HEAD + b'<row r="9000000"><c><v>1</v></c></row></sheetData></worksheet>'),
    "cell of 18 MB": lambda: xlsx(HEAD + b'<row><c t="str"><v>' + b"x" * 18_000_000 + b"</v></c>" + END),
    "shared text of 18 MB": lambda: xlsx(
        HEAD + b'<row><c t="s"><v>0</v></c>' + END,
        b"<sst><si><t>" + b"x" * 18_000_000 + b"</t></si></sst>",
    ),
    "a text that is not there": lambda: xlsx(HEAD + b'<row><c t="s"><v>9</v></c>' + END, b"<sst></sst>"),
    "ten thousand parts": lambda: many_parts(10_000),
    "csv with a million columns": lambda: b"," * 1_000_000 + b"\n1\n",
    "csv with one endless cell": lambda: b'a,b\n"' + b"x" * 30_000_000,
    "csv of NUL": lambda: b"a,b\n" + b"\0" * 30_000_000,
    "vcard with one endless line": lambda: b"BEGIN:VCARD\nNOTE:" + b"x" * 30_000_000,
    "vcard folded without end": lambda: b"BEGIN:VCARD\nNOTE:x\n" + b" xxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 1_000_000,
}  # fmt: skip


def many_parts(count):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/{number}", "")
    return target.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon_and_small(tmp_path, name):
    path = tmp_path / "file"
    path.write_bytes(HOSTILE[name]())
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "crm.settings"}

    done = subprocess.run([sys.executable, "-c", LOOK, path], env=environment, capture_output=True, check=True)

    answer, seconds, megabytes = json.loads(done.stdout)
    assert answer == "refused"
    assert seconds <= SECONDS
    assert megabytes <= MEGABYTES
