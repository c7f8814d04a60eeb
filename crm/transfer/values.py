"""A cell as a value: numbers, dates and yes or no, in the style the file is written in."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.transfer.formats.sheet import FORMULA

MONEY_MARKS = re.compile(r"(R\$|US\$|BRL|USD|EUR|GBP|[$€£%\s\u00a0\u202f'])")
YES = {"1", "sim", "s", "yes", "y", "true", "verdadeiro", "v", "x", "on"}
NO = {"0", "não", "nao", "n", "no", "false", "falso", "f", "off"}
TIME = re.compile(r"[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.I)
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$")


@dataclass(frozen=True)
class Style:
    """What a file leaves open: decimal mark, order of day and month, zone of moments without one."""

    decimal: str = ","
    dates: str = "dmy"
    zone: ZoneInfo | None = None


def refused(message) -> ValidationError:
    return ValidationError(message)


def text(cell) -> str:
    """Any cell as a person would write it; a number without the .0 a spreadsheet adds."""
    if isinstance(cell, str):
        if cell == FORMULA:
            raise refused(_("This cell holds a formula. Paste its value instead."))
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return repr(cell)


def number(cell, style: Style) -> Decimal:
    """A decimal number; in the other style's writing it is refused rather than misread."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    written = MONEY_MARKS.sub("", text(cell)).replace("−", "-")
    if written.startswith("(") and written.endswith(")"):
        written = "-" + written[1:-1]
    grouping = "." if style.decimal == "," else ","
    whole, mark, rest = written.partition(style.decimal)
    if grouping in rest or style.decimal in rest or not _is_grouped(whole, grouping):
        raise refused(_("“%(value)s” is not a number.") % {"value": text(cell)[:40]})
    try:
        return Decimal(whole.replace(grouping, "") + ("." + rest if mark else ""))
    except InvalidOperation:
        raise refused(_("“%(value)s” is not a number.") % {"value": text(cell)[:40]}) from None


def _is_grouped(whole, grouping) -> bool:
    first, *groups = whole.split(grouping)
    return all(len(group) == 3 for group in groups) and (not groups or 1 <= len(first.lstrip("-+")) <= 3)


def integer(cell, style: Style) -> int:
    value = number(cell, style)
    if value != value.to_integral_value():
        raise refused(_("“%(value)s” is not a whole number.") % {"value": text(cell)[:40]})
    return int(value)


def day(cell, style: Style) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    return _day(TIME.sub("", written), style, written)


def _day(written, style, whole) -> date:
    found = ISO.match(written) or COMPACT.match(written)
    try:
        if found:
            return date(*map(int, found.groups()))
        if found := SHORT.match(written):
            first, second, year = map(int, found.groups())
            if len(found[3]) == 2:
                year += 2000 if year < 70 else 1900
            return date(year, second, first) if style.dates == "dmy" else date(year, first, second)
    except ValueError:
        pass
    raise refused(_("“%(value)s” is not a date.") % {"value": whole[:40]})


def moment(cell, style: Style) -> datetime:
    """A date with a time, in the file's zone unless it names one; a bare date as noon()."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=style.zone)
    if isinstance(cell, date):
        return noon(cell)
    written = text(cell)
    found = TIME.search(written)
    on = _day(TIME.sub("", written), style, written)
    if not found:
        return noon(on)
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    try:
        at = datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=style.zone)
        zone = found[4]
        return datetime.fromisoformat(at.replace(tzinfo=None).isoformat() + zone) if zone else at
    except ValueError:
        raise refused(_("“%(value)s” is not a moment.") % {"value": written[:40]}) from None


def noon(on: date) -> datetime:
    """The moment a bare date stands for: noon of UTC, the same day everywhere people work.

    Days between two of them are whole, which local noons are not where summer time comes and goes.
    """
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def yes_no(cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = text(cell).lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise refused(_("“%(value)s” is neither yes nor no.") % {"value": word[:40]})
