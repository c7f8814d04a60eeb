"""The money of a plan in one row: what it cost, brought, is to bring, brings in a year, and what that returns."""

from decimal import Decimal

from django.utils.translation import gettext as _

from crm.measures import Unit
from crm.ui.money import money
from indicators.monitoring.ledger import Return
from indicators.ui.figures import figure


def strip(whole: Return, currency: str) -> list[dict]:
    """Rows for ui/_figures.html's look: label, value, hint. Whole units: cents belong in the ledger."""

    def told(amount) -> str:
        return figure(None, Unit.MONEY) if amount is None else money(amount, currency, cents=False)

    until_now = ""
    if whole.expected_to_date is not None:
        until_now = _("%(money)s expected by now") % {"money": told(whole.expected_to_date)}
    in_all = _("of %(money)s in all") % {"money": told(whole.invested)}
    is_loss = whole.realised is not None and whole.realised < 0
    return [
        cell(_("Invested"), told(whole.invested_to_date), in_all),
        cell(_("Benefit realised"), told(whole.realised), until_now, "bad" if is_loss else ""),
        cell(_("Benefit expected"), told(whole.expected), _("over the whole plan")),
        cell(_("Run-rate"), told(whole.run_rate), _("a year at the latest pace")),
        cell(_("Return on investment"), returned(whole), expected_return(whole), tone_of_return(whole)),
    ]


def cell(label, value, hint="", state="") -> dict:
    return {"label": label, "value_html": value, "hint": hint, "state": state}


def returned(whole) -> str:
    return percent(whole.roi) if whole.invested_to_date else _("no investment")


def percent(value: Decimal | None) -> str:
    return ("+" if value is not None and value > 0 else "") + figure(value, Unit.PERCENT)


def expected_return(whole) -> str:
    if whole.expected_roi is None:
        return ""
    return _("%(share)s expected at the end") % {"share": percent(whole.expected_roi)}


def tone_of_return(whole) -> str:
    return "good" if whole.roi is not None and whole.roi > 0 else ""
