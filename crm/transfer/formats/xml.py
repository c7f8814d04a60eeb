"""A stream of XML elements without a tree, entities or a document type."""

from xml.parsers import expat

from django.utils.translation import gettext as _

from crm.transfer.formats.faults import FileRefused
from crm.transfer.limits import MAX_CELL

PIECE = 64 * 1024


def parser() -> expat.XMLParserType:
    """An expat parser that refuses a DTD, and with it every trick with entities."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_):
        raise FileRefused(_refusal())

    made.StartDoctypeDeclHandler = made.EntityDeclHandler = refuse
    return made


def _refusal():
    return _("This workbook holds a document type definition, which no spreadsheet program writes.")


def pieces(file, made: expat.XMLParserType):
    """Feed the file to the parser piece by piece; each turn is after one piece.

    What expat has not yet handed on it keeps in memory: an endless tag or attribute is refused.
    """
    fed = 0
    while piece := file.read(PIECE):
        made.Parse(piece, False)
        fed += len(piece)
        if fed - max(made.CurrentByteIndex, 0) > MAX_CELL * 8:
            raise FileRefused(_("This workbook is broken: it cannot be opened."))
        yield
    made.Parse(b"", True)
    yield


def local(name: str) -> str:
    """The name without its namespace prefix."""
    return name.rpartition(":")[2]


def events(file, wanted: set[str], *, starts=False):
    """(name, attributes, text) of the wanted elements, as each ends (or begins, with `starts`)."""
    found, stack, text = [], [], []
    size = 0

    def begin(name, attributes):
        nonlocal size
        name = local(name)
        if name in wanted:
            stack.append((name, attributes))
            text.clear()
            size = 0
            if starts:
                found.append((name, attributes, ""))

    def end(name):
        if stack and stack[-1][0] == local(name):
            begun = stack.pop()
            if not starts:
                found.append((*begun, "".join(text)))

    def data(piece):
        nonlocal size
        if stack and not starts:
            size += len(piece)
            if size > MAX_CELL:
                raise FileRefused(_("A cell of this workbook is too long."))
            text.append(piece)

    made = parser()
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = begin, end, data
    for __ in pieces(file, made):
        yield from found
        found.clear()
