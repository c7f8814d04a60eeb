"""How figures, their changes and periods are written, each in its unit and the reader's locale."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.measures import Unit
from crm.models import Organization
from crm.ui import money as written

THOUSAND = 1000
PARTS = re.compile(r"^(\D*?)([-−]?\d(?:.*\d)?)(\D*)$", re.S)


def figure(value, unit, currency: str = "") -> str:
    """The value with its unit: R$ 1.234, 63,2 %, 51,8 dias. Nothing to go by is "no data", never nought."""
    if value is None:
        return _("no data")
    value = Decimal(value)
    match unit:
        case Unit.MONEY:
            return written.money(rounded(value, 0), currency or Organization.current().currency, cents=False)
        case Unit.MONEY_PER_DAY:
            return _("%(money)s a day") % {"money": figure(value, Unit.MONEY, currency)}
        case Unit.PERCENT:
            return _("%(number)s%%") % {"number": decimal(value, 1)}
        case Unit.DAYS:
            return ngettext("%(number)s day", "%(number)s days", plural_of(value)) % {"number": decimal(value, 1)}
        case Unit.HOURS:
            return ngettext("%(number)s hour", "%(number)s hours", plural_of(value)) % {"number": decimal(value, 1)}
        case Unit.POINTS:
            return ngettext("%(number)s point", "%(number)s points", plural_of(value)) % {"number": decimal(value, 0)}
        case Unit.TIMES:
            return _("%(number)s times") % {"number": decimal(value, 2)}
    return decimal(value, 0 if value == value.to_integral_value() else 1)


def told(step, unit) -> str:
    """The figure of a step of a course: nought, no data and not yours to see are three texts."""
    return figure(step.value, unit) if step.is_permitted else _("not for you to see")


def large(text: str) -> str:
    """A written figure as HTML, its number large and its unit small; words alone stay words."""
    parts = PARTS.match(text)
    if parts is None:
        return format_html('<span class="n-large__words">{}</span>', text)
    before, number, after = parts.groups()
    return format_html("{}{}{}", unit_beside(before), number, unit_beside(after))


def unit_beside(text: str) -> str:
    return format_html("<small>{}</small>", text) if text.strip() else ""


def change(value, before, unit) -> str:
    """What differs, signed; shares differ in percentage points. Empty where one side is unknown."""
    if value is None or before is None:
        return ""
    difference = Decimal(value) - Decimal(before)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    size = abs(difference)
    if unit == Unit.PERCENT:
        return sign + _("%(number)s p.p.") % {"number": decimal(size, 1)}
    if unit in (Unit.MONEY, Unit.MONEY_PER_DAY, Unit.COUNT) and before:
        return sign + _("%(number)s%%") % {"number": decimal(size / abs(Decimal(before)) * 100, 1)}
    return sign + figure(size, unit)


def rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits))


def decimal(value: Decimal, digits: int) -> str:
    """At most so many digits after the comma, and none for large numbers, where they say nothing."""
    digits = 0 if abs(value) >= THOUSAND else digits
    return _decimal(rounded(value, digits), digits, written.locale())


@lru_cache(maxsize=8192)
def _decimal(value: Decimal, digits: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale)


def plural_of(value: Decimal) -> int:
    return 1 if value == 1 else 2


def period(start: date, end: date, grain: str) -> str:
    """March 2026, Q1 2026, 2026, the week from its Monday, one day."""
    match grain:
        case "year":
            return str(start.year)
        case "quarter":
            return _("Q%(quarter)s %(year)s") % {"quarter": (start.month - 1) // 3 + 1, "year": start.year}
        case "month":
            return written.written(start, _("M Y"))
        case "week":
            return _("week of %(day)s") % {"day": written.short_date(start)}
    last = end - timedelta(days=1)
    if start == last:
        return written.short_date(start)
    return _("%(first)s to %(last)s") % {"first": written.short_date(start), "last": written.short_date(last)}
