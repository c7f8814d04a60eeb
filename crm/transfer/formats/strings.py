"""The shared texts of a workbook: parsed as far as asked for, kept on disk when they are many."""

import tempfile
from array import array

from django.utils.translation import gettext as _

from crm.transfer.formats.faults import FileRefused
from crm.transfer.formats.xml import PIECE, local, parser, pieces
from crm.transfer.limits import MAX_CELL


class SharedStrings:
    """strings[i]; a million distinct texts cost a temporary file and 8 bytes each."""

    def __init__(self, archive, patience=None):
        """With `patience`, texts beyond so many bytes of XML come as "…": enough for a preview."""
        name = "xl/sharedStrings.xml"
        self.source = archive.open(name) if name in archive.NameToInfo else None
        self.ends = array("Q")
        self.kept = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115
        self.written = 0
        self.recent = {}
        self.text, self.size = [], 0
        self.is_text = self.is_phonetic = False
        self.parser = parser()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.turns = pieces(self.source, self.parser) if self.source else iter(())
        self.turns_left = patience // PIECE if patience else None

    def close(self):
        self.kept.close()
        if self.source:
            self.source.close()

    def __getitem__(self, index: int) -> str:
        if (text := self.recent.get(index)) is not None:
            return text
        while index >= len(self.ends) and self._read_on():
            pass
        if self.turns_left == 0:
            return "…"
        if not 0 <= index < len(self.ends):
            raise ValueError("a text that is not there")
        start = self.ends[index - 1] if index else 0
        self.kept.seek(start)
        text = self.kept.read(self.ends[index] - start).decode()
        self._remember(index, text)
        return text

    def _remember(self, index, text):
        if len(self.recent) > 20_000:
            self.recent.clear()
        if len(text) < 500:
            self.recent[index] = text

    def _read_on(self) -> bool:
        if self.turns_left is not None:
            if self.turns_left == 0:
                return False
            self.turns_left -= 1
        self.kept.seek(self.written)
        return next(self.turns, self) is not self

    def _begin(self, name, attributes):
        name = local(name)
        if name == "si":
            self.text.clear()
            self.size = 0
        elif name == "rPh":
            self.is_phonetic = True
        elif name == "t":
            self.is_text = not self.is_phonetic

    def _data(self, piece):
        if self.is_text:
            self.size += len(piece)
            if self.size > MAX_CELL:
                raise FileRefused(_("A cell of this workbook is too long."))
            self.text.append(piece)

    def _end(self, name):
        name = local(name)
        if name == "t":
            self.is_text = False
        elif name == "rPh":
            self.is_phonetic = False
        elif name == "si":
            text = "".join(self.text)
            data = text.encode()
            self.kept.write(data)
            self.written += len(data)
            self._remember(len(self.ends), text)
            self.ends.append(self.written)
