"""Numbers, money and moments as the reader writes them."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from html import escape

from babel.dates import format_timedelta
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _


def locale() -> str:
    return to_locale(get_language() or "pt-br")


def money(value, currency: str = "BRL", *, cents: bool | None = None) -> str:
    """R$ 1.234,56. With cents=False whole units only; by default cents show unless the value has none."""
    return "" if value is None or value == "" else _money(Decimal(value), currency, cents, locale())


@lru_cache(maxsize=8192)
def _money(value: Decimal, currency: str, cents: bool | None, locale: str) -> str:
    if cents is None:
        cents = value != value.to_integral_value()
    pattern = "¤\xa0#,##0" if locale == "pt_BR" else "¤#,##0"
    if cents:
        return format_currency(round(value, 2), currency, locale=locale)
    return format_currency(round(value), currency, format=pattern, locale=locale, currency_digits=False)


def number(value) -> str:
    return "" if value in (None, "") else format_decimal(value, locale=locale())


def count_text(count: int, cap: int) -> str:
    """Exact up to the cap, honest beyond it: 10.000+."""
    return f"{number(cap)}+" if count > cap else number(count)


def short_date(value) -> str:
    return _dated(_day(value), "SHORT_DATE_FORMAT", get_language()) if value else ""


def _day(value):
    return value.date() if isinstance(value, datetime) else value


@lru_cache(maxsize=8192)
def _dated(day, pattern: str, language: str | None) -> str:
    """A day as the language writes it. Lists show the same days again and again, and writing one is slow."""
    return date_format(day, pattern)


def written(value, pattern: str) -> str:
    """A date in words; Portuguese writes months small, Django's names of them begin large."""
    text = _dated(_day(value), str(pattern), get_language())
    return text.lower() if locale() == "pt_BR" else text


def when(moment):
    """A <time> that reads "há 2 h" or "amanhã 15:00", the exact moment on hover."""
    if not moment:
        return ""
    local = timezone.localtime(moment)
    exact = escape(f"{short_date(local)} {clock_of(local)}")
    return SafeString(f'<time datetime="{local.isoformat()}" title="{exact}">{escape(relative(local))}</time>')


def clock_of(local) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def relative(local) -> str:
    now = timezone.localtime()
    days = (local.date() - now.date()).days
    if abs(days) > 1:
        return _far(local.date(), now.year, get_language())
    clock = clock_of(local)
    if abs(now - local).total_seconds() < 60:
        return _("now")
    if days == 0:
        if local < now:
            return format_timedelta(local - now, add_direction=True, format="narrow", locale=locale())
        return _("today %(clock)s") % {"clock": clock}
    return (_("yesterday %(clock)s") if days < 0 else _("tomorrow %(clock)s")) % {"clock": clock}


@lru_cache(maxsize=8192)
def _far(day, this_year: int, language: str | None) -> str:
    """A day that is neither today nor beside it."""
    return written(day, _("j M")) if day.year == this_year else short_date(day)
