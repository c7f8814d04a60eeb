"""XLSX, row by row: memory does not grow with the file, and nothing in it is computed or followed.

Libraries load a whole sheet (a file of 368 KB can unpack to 108 MB and take hundreds of MB of memory);
this reads the archive's XML as a stream, refuses DTDs, and stops at the limits.
"""

import posixpath
import re
import zipfile
from datetime import datetime
from xml.parsers import expat

from django.utils.translation import gettext as _

from crm.transfer.formats.faults import FileRefused
from crm.transfer.formats.sheet import SheetReader
from crm.transfer.formats.strings import SharedStrings
from crm.transfer.formats.xml import events
from crm.transfer.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_COUNTS_FROM

DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|General', re.I)
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}


class Workbook:
    """A checked archive: its sheets by name, and the rows of one."""

    def __init__(self, path):
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise FileRefused(_("This workbook is broken: it cannot be opened.")) from None
        try:
            self._check()
            self.sheets, self.is_1904 = self._sheets()
            self.date_styles = self._date_styles()
        except BROKEN:
            self.archive.close()
            raise FileRefused(_("This workbook is broken: it cannot be opened.")) from None
        except FileRefused:
            self.archive.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.archive.close()

    def _check(self):
        entries = self.archive.infolist()
        names = [one.filename for one in entries]
        if len(entries) > MAX_ENTRIES or len(set(names)) != len(names):
            raise FileRefused(_("This workbook holds too many parts."))
        if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
            raise FileRefused(_("This workbook holds parts with forbidden names."))
        if any(one.flag_bits & 1 for one in entries):
            raise FileRefused(_("This workbook is protected by a password. Save it without one."))
        if any("vbaproject" in name.lower() for name in names):
            raise FileRefused(_("This workbook holds macros. Save it as XLSX without macros."))
        if any(name.lower().startswith("xl/externallinks/") for name in names):
            raise FileRefused(_("This workbook refers to other files. Paste values only and save it again."))
        unpacked = sum(one.file_size for one in entries)
        squeezed = sum(one.compress_size for one in entries) or 1
        if unpacked > MAX_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked / squeezed > MAX_RATIO):
            raise FileRefused(_("This workbook unpacks to an unreasonable size."))

    def _sheets(self):
        links = {}
        for __, attributes, __ in self._events("xl/_rels/workbook.xml.rels", {"Relationship"}):
            target = attributes.get("Target", "")
            links[attributes.get("Id")] = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            )
        sheets, is_1904 = {}, False
        for name, attributes, __ in self._events("xl/workbook.xml", {"sheet", "workbookPr"}):
            if name == "workbookPr":
                is_1904 = attributes.get("date1904") in ("1", "true")
            elif attributes.get("state", "visible") == "visible":
                part = links.get(next((value for key, value in attributes.items() if key.endswith("id")), None))
                if part in self.archive.NameToInfo:
                    sheets[attributes.get("name", "")] = part
        if not sheets:
            raise FileRefused(_("This workbook has no sheet that can be read."))
        return sheets, is_1904

    def _date_styles(self) -> set[int]:
        """Which cell styles show a number as a date."""
        if "xl/styles.xml" not in self.archive.NameToInfo:
            return set()
        custom, styles, in_cells = set(), set(), False
        wanted = {"numFmt", "cellXfs", "xf", "cellStyles"}
        place = 0
        for name, attributes, __ in self._events("xl/styles.xml", wanted, starts=True):
            if name == "numFmt" and re.search(r"[dmyhs]", NOT_DATE.sub("", attributes.get("formatCode", "")), re.I):
                custom.add(int(attributes.get("numFmtId", -1)))
            elif name == "cellXfs":
                in_cells = True
            elif name == "cellStyles":
                in_cells = False
            elif name == "xf" and in_cells:
                number = int(attributes.get("numFmtId", 0))
                if number in custom or number in DATE_FORMATS:
                    styles.add(place)
                place += 1
        return styles

    def _events(self, part, wanted, starts=False):
        if part not in self.archive.NameToInfo:
            return
        with self.archive.open(part) as file:
            yield from events(file, wanted, starts=starts)

    def rows(self, sheet: str, patience=None):
        """(row number, cells) of one sheet, as the numbers stand in the program it was made with."""
        part = self.sheets.get(sheet) or next(iter(self.sheets.values()))
        strings = SharedStrings(self.archive, patience)
        try:
            with self.archive.open(part) as file:
                yield from SheetReader(file, strings, self.date_styles, EPOCHS[self.is_1904]).rows()
        except BROKEN:
            raise FileRefused(_("This workbook is broken: it cannot be read to its end.")) from None
        finally:
            strings.close()


BROKEN = (zipfile.BadZipFile, expat.ExpatError, OSError, EOFError, ValueError, KeyError, NotImplementedError)
