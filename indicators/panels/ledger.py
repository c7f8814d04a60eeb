"""The ledger of a goal in words and figures: how each line of money was worked out."""

from dataclasses import dataclass, field
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.measures import Unit
from crm.ui.money import locale, money
from indicators.monitoring.benefits import MARGIN, Factor
from indicators.monitoring.ledger import GoalLedger, Line
from indicators.ui.figures import figure, period

MISSING = {
    "method": gettext_lazy("No method says what this goal is worth in money."),
    "indicator": gettext_lazy("No indicator of the method's metric counts the benefit."),
    "inputs": gettext_lazy("The method lacks numbers that only a person can give."),
    "baseline": gettext_lazy("The indicator has no baseline to compare with."),
}


@dataclass
class DrawnLine:
    """Texts; `realised` and `expected` say how, `*_money` how much."""

    period: str
    is_measured: bool
    figure: str = ""
    difference: str = ""
    is_worse: bool = False
    realised: str = ""
    realised_money: str = ""
    wanted: str = ""
    expected: str = ""
    expected_money: str = ""


@dataclass
class DrawnLedger:
    """What templates/indicators/plan/_ledger.html draws."""

    ledger: GoalLedger
    base: str = ""
    missing: str = ""
    inputs: list[tuple] = field(default_factory=list)
    lines: list[DrawnLine] = field(default_factory=list)
    claimant: object = None


class Words:
    """How numbers of one goal are written: in its metric's unit and the organization's currency."""

    def __init__(self, indicator, currency):
        self.unit, self.grain, self.currency = indicator.unit, indicator.cadence, currency

    def figure(self, value) -> str:
        return figure(value, self.unit, self.currency)

    def money(self, value) -> str:
        return "" if value is None else money(value, self.currency, cents=True)

    def period(self, line) -> str:
        return period(line.start, line.end, self.grain)

    def factor(self, one: Factor) -> str:
        """With all its digits: who multiplies what is written gets the same money."""
        match one.unit:
            case "points":
                return _("%(number)s p.p.") % {"number": exact(one.value)}
            case "percent":
                return _("%(number)s%%") % {"number": exact(one.value)}
            case "money":
                return money(one.value, self.currency)
            case "figure" if self.unit in (Unit.MONEY, Unit.MONEY_PER_DAY):
                return money(one.value, self.currency, cents=True)
        return exact(one.value)

    def product(self, factors, result) -> str:
        return f"{' × '.join(map(self.factor, factors))} = {self.money(result)}" if factors else ""


def exact(value: Decimal) -> str:
    return format_decimal(value, format="#,##0.######", locale=locale())


def drawn_ledger(ledger: GoalLedger, plan, currency: str, claimants: dict) -> DrawnLedger:
    """`claimants` is the goal that claims each benefit group."""
    goal = ledger.goal
    drawn = DrawnLedger(
        ledger, missing=MISSING.get(ledger.missing, ""), inputs=written_inputs(ledger, plan, currency)
    )
    if not goal.claims_benefit:
        drawn.claimant = claimants.get(goal.benefit_group)
    if ledger.missing:
        return drawn
    words = Words(goal.benefit_indicator, currency)
    drawn.lines = [drawn_line(one, words, ledger.method.saves) for one in ledger.lines]
    drawn.base = words.figure(ledger.lines[0].base) if ledger.lines else ""
    return drawn


def drawn_line(line: Line, words: Words, saves: bool) -> DrawnLine:
    return DrawnLine(
        words.period(line),
        line.is_measured,
        words.figure(line.value) if line.is_measured else "",
        signed(line.difference),
        line.difference is not None and (line.difference > 0 if saves else line.difference < 0),
        words.product(line.factors, line.realised),
        words.money(line.realised),
        words.figure(line.goal_value) if line.goal_value is not None else "",
        words.product(line.expected_factors, line.expected),
        words.money(line.expected),
    )


def signed(value) -> str:
    if value is None:
        return ""
    return ("+" if value > 0 else "") + exact(round(value, 2)).replace("-", "−")


def written_inputs(ledger, plan, currency) -> list[tuple]:
    """(label, number, whether it is the plan's) of what a person gave once."""
    if ledger.method is None:
        return []
    found = []
    for one in ledger.method.inputs:
        value = ledger.inputs.get(one.key)
        if value is not None:
            told = money(value, currency) if one.unit == "money" else _("%(number)s%%") % {"number": exact(value)}
            is_plans = one.key == MARGIN.key and ledger.goal.benefit_inputs.get(one.key) in (None, "")
            found.append((one.label, told, is_plans))
    return found


def claimants_of(ledgers) -> dict:
    return {one.goal.benefit_group: one.goal for one in ledgers if one.goal.benefit_group and one.goal.claims_benefit}
