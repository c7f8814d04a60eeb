"""Thirty and more ways to write one file, all read alike."""

import io
import zipfile

import openpyxl
import pytest

from crm.transfer.formats import detect, read
from crm.transfer.formats.faults import FileRefused

TABLE = [["Nome", "Cidade"], ["João", "São Paulo"], ["Ana, a dona", "Canoas"]]


def lines(separator, end="\r\n"):
    def cell(text):
        return f'"{text}"' if separator in text or "," in text else text

    return "".join(separator.join(map(cell, row)) + end for row in TABLE)


def workbook(change=lambda sheet: None, **names):
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append(row)
    change(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


CARDS = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:João\r\nADR:;;;São Paulo;;;\r\nEND:VCARD\r\n"
WRITINGS = {
    **{
        f"{name} {encoding}": lines(separator).encode(encoding)
        for name, separator in [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")]
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    },
    "caret": lines("^").encode(),
    "lf": lines(",", "\n").encode(),
    "lone cr": lines(",", "\r").encode(),
    "lone cr cp1252": lines(";", "\r").encode("cp1252"),
    "no last end": lines(",").rstrip().encode(),
    "blank lines": lines(",", "\r\n\r\n").encode(),
    "told by sep=": b"sep=;\r\n" + lines(";").encode(),
    "xlsx": workbook(),
}


@pytest.mark.parametrize("name", WRITINGS)
def test_every_way_of_writing_gives_the_same_rows(tmp_path, name):
    path = tmp_path / "file"
    path.write_bytes(WRITINGS[name])

    format, __ = detect(path)

    assert [cells for __, cells in read(path, format)] == TABLE
    assert format["has_header"] is True


def test_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path):
    path = tmp_path / "file"
    path.write_text("a,b\n\n\n1,2\n")

    format, __ = detect(path)

    assert [number for number, __ in read(path, format)] == [1, 4]


def test_numbers_dates_and_truth_of_a_workbook_keep_their_kind(tmp_path):
    from datetime import date, datetime

    path = tmp_path / "file.xlsx"
    values = [1234.5, 7, date(2026, 3, 4), datetime(2026, 3, 4, 10, 30), True, "007"]
    path.write_bytes(workbook(lambda sheet: sheet.append(values)))

    rows = list(read(path, detect(path)[0]))

    assert rows[-1][1] == values


def test_an_address_book_gives_one_row_per_card(tmp_path):
    path = tmp_path / "file.vcf"
    old = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Silva;Jo=C3=A3o;;;\r\n"
        "TEL;CELL:51 99999-0000\r\nTEL;HOME:51 3333-0000\r\nORG:Acme\\, Ltda;Vendas\r\nNOTE:um\\ndois\r\n"
        "END:VCARD\r\n"
    )
    path.write_bytes((CARDS + old).encode())

    rows = [cells for __, cells in read(path, detect(path)[0])]

    assert len(rows) == 3
    assert (rows[1][0], rows[1][7]) == ("João", "São Paulo")
    assert rows[2][:4] == ["João Silva", "", "51 99999-0000; 51 3333-0000", "Acme, Ltda"]
    assert rows[2][14] == "um\ndois"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"a,b\n1,\x002\n", "NUL"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "XLS"),
        (b"PK\x03\x04 broken", "broken"),
        (b'a,b\n"' + b"x" * 140_000 + b'",1\n', "field limit"),
        ((",".join(["a"] * 1001) + "\n").encode(), "1000 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, content, words):
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(FileRefused) as refusal:
        list(read(path, detect(path)[0]))

    assert words in refusal.value.messages[0]


def test_a_cell_with_a_formula_is_marked_and_not_trusted(tmp_path):
    from crm.transfer.formats.sheet import FORMULA

    path = tmp_path / "file.xlsx"
    path.write_bytes(workbook(lambda sheet: sheet.append(["=1+1", "x"])))

    assert list(read(path, detect(path)[0]))[-1][1] == [FORMULA, "x"]


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "../evil.xml", "/etc/x"])
def test_macros_outside_links_and_escaping_names_are_refused(tmp_path, part):
    path = tmp_path / "file.xlsx"
    path.write_bytes(workbook())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, "x")

    with pytest.raises(FileRefused):
        detect(path)
