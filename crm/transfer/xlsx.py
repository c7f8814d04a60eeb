"""XLSX written row by row to disk: texts are texts, never formulas; memory does not grow with the rows."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from crm.transfer.columns import local

MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
# What XML cannot carry; openpyxl would refuse the whole file for one of them.
CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def write(path, title, headers, rows, keep=lambda count: None) -> int:
    """Write a workbook; a new sheet begins where one is full. Returns the number of rows."""
    book = Workbook(write_only=True)
    count, sheet = 0, None
    for row in rows:
        if count % MAX_ROWS == 0:
            sheet = begun(book, title, headers)
        sheet.append([cell(sheet, value) for value in row])
        count += 1
        if count % 5_000 == 0:
            keep(count)
    if sheet is None:
        begun(book, title, headers)
    book.save(path)
    return count


def begun(book, title, headers):
    sheet = book.create_sheet(title[:25])
    sheet.freeze_panes = "A2"
    heads = []
    for header in headers:
        head = text(sheet, header)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    return sheet


def text(sheet, value):
    """A cell of type string whatever it begins with."""
    made = WriteOnlyCell(sheet)
    made.value = value.translate(CONTROLS)[:MAX_TEXT]
    made.data_type = "s"
    return made


def cell(sheet, value):
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, datetime):
        return local(value) if value.tzinfo else value
    if isinstance(value, date):
        return value
    if isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    return text(sheet, str(value))
