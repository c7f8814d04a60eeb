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
        return money(amount, currency, cents=False)

    until_now = _("%(money)s expected by now") % {"money": told(whole.expected_to_date)}
    in_all = _("of %(money)s in all") % {"money": told(whole.invested)}
    return [
        cell(_("Invested"), told(whole.invested_to_date), in_all),
        cell(_("Benefit realised"), told(whole.realised), until_now, "bad" if whole.realised < 0 else ""),
        cell(_("Benefit expected"), told(whole.expected), _("over the whole plan")),
        cell(_("Run-rate"), told(whole.run_rate), _("a year at the latest pace")),
        cell(_("Return on investment"), percent(whole.roi), expected_return(whole), tone_of_return(whole)),
    ]


def cell(label, value, hint="", state="") -> dict:
    return {"label": label, "value_html": value, "hint": hint, "state": state}


def percent(value: Decimal | None) -> str:
    if value is None:
        return _("no investment")
    return ("+" if value > 0 else "") + figure(value, Unit.PERCENT)


def expected_return(whole) -> str:
    return _("%(share)s expected at the end") % {"share": percent(whole.expected_roi)} if whole.invested else ""


def tone_of_return(whole) -> str:
    return "good" if whole.roi is not None and whole.roi > 0 else ""
