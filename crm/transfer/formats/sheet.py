"""The rows of one worksheet as they stream by."""

import re
from datetime import timedelta

from django.utils.translation import gettext as _

from crm.transfer.formats.faults import FileRefused
from crm.transfer.formats.xml import local, parser, pieces
from crm.transfer.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS

FORMULA = "\x00formula"
LETTERS = re.compile(r"[A-Z]{1,7}")


class SheetReader:
    """Numbers stay numbers, dates become dates, what a formula computed is not trusted (FORMULA)."""

    def __init__(self, file, strings, date_styles, epoch):
        self.file, self.strings, self.date_styles, self.epoch = file, strings, date_styles, epoch
        self.columns = {}
        self.found = []
        self.number = 0
        self.cells = []
        self.text, self.size = [], 0
        self.place = -1
        self.kind = self.style = ""
        self.is_value = self.is_formula = self.is_phonetic = False

    def rows(self):
        made = parser()
        made.StartElementHandler, made.EndElementHandler = self._begin, self._end
        made.CharacterDataHandler = self._data
        for __ in pieces(self.file, made):
            yield from self.found
            self.found.clear()

    def _begin(self, name, attributes):
        name = local(name)
        if name == "c":
            self.place = self._column(attributes.get("r", ""))
            self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
            self.text.clear()
            self.size = 0
            self.is_formula = False
        elif name in ("v", "t"):
            self.is_value = not self.is_phonetic
        elif name == "f":
            self.is_formula = True
        elif name == "rPh":
            self.is_phonetic = True
        elif name == "row":
            self._new_row(attributes)

    def _new_row(self, attributes):
        self.cells = []
        self.place = -1
        number = attributes.get("r", "")
        self.number = int(number) if number.isdigit() and int(number) > self.number else self.number + 1
        if self.number > MAX_ROWS:
            raise FileRefused(_("This file has more than %(limit)s rows.") % {"limit": MAX_ROWS})

    def _column(self, reference) -> int:
        letters = LETTERS.match(reference)
        if letters is None:
            place = self.place + 1
        elif (place := self.columns.get(letters[0])) is None:
            place = 0
            for letter in letters[0]:
                place = place * 26 + ord(letter) - 64
            place -= 1
            if place < MAX_COLUMNS:
                self.columns[letters[0]] = place
        if place >= MAX_COLUMNS:
            raise FileRefused(
                _("Row %(row)s has more than %(limit)s columns.") % {"row": self.number, "limit": MAX_COLUMNS}
            )
        return place

    def _data(self, piece):
        if self.is_value:
            self.size += len(piece)
            if self.size > MAX_CELL:
                raise FileRefused(_("A cell in row %(row)s is too long.") % {"row": self.number})
            self.text.append(piece)

    def _end(self, name):
        name = local(name)
        if name in ("v", "t"):
            self.is_value = False
        elif name == "rPh":
            self.is_phonetic = False
        elif name == "c":
            if self.text or self.is_formula:
                self._put(FORMULA if self.is_formula else self._value("".join(self.text)))
        elif name == "row" and any(cell not in (None, "") for cell in self.cells):
            self.found.append((self.number, self.cells))

    def _put(self, value):
        missing = self.place - len(self.cells)
        if missing >= 0:
            self.cells.extend([None] * missing)
            self.cells.append(value)
        else:
            self.cells[self.place] = value

    def _value(self, text):
        match self.kind:
            case "s":
                return self.strings[int(text)]
            case "str" | "inlineStr" | "d":
                return text
            case "b":
                return text.strip() == "1"
            case "e":
                return None
        number = float(text)
        if self.style and int(self.style) in self.date_styles:
            return self._date(number)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _date(self, number):
        if not 0 <= number < 2_958_466:
            return number
        moment = self.epoch + timedelta(seconds=round(number * 86_400))
        return moment.date() if number == int(number) else moment
