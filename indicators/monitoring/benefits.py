"""What a goal is worth in money: one method per kind of goal, each a formula one can read.

Every method compares a period's measurement with the frozen baseline. Money is in the organization's currency;
`margin` turns revenue into what is left of it.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import prod

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Input:
    """A number a person gives once; `unit` is money or percent."""

    key: str
    label: str | Promise
    unit: str = "money"


@dataclass(frozen=True)
class Factor:
    """One number of the product a benefit is; `unit` is figure, points, count, days, money or percent."""

    value: Decimal
    unit: str

    @property
    def multiplier(self) -> Decimal:
        return self.value / HUNDRED if self.unit in PER_HUNDRED else self.value


PER_HUNDRED = ("points", "percent")
MARGIN = Input("margin", _("contribution margin (%)"), "percent")
METHODS: dict[str, "Method"] = {}


class Method:
    """`gain` is what one period brought compared with the baseline, negative when it was worse.

    It is the product of `factors`, the first of which is the difference, so that what explains a line is what
    it was worked out from. `volume` is how much the difference applies to, where the method multiplies a rate.
    """

    key = label = rule = ""
    kpis: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = (MARGIN,)
    warning: str | Promise = ""
    # Whether less of the figure is worth money.
    saves = False

    def factors(self, difference: Decimal, volume: Decimal, days: int, **given: Decimal) -> list[Factor]:
        raise NotImplementedError(f"{type(self).__name__} has no formula")

    def explained(self, value: Decimal, base: Decimal, volume: Decimal, days: int, **given: Decimal) -> list[Factor]:
        return self.factors(base - value if self.saves else value - base, volume, days, **given)

    def gain(self, value: Decimal, base: Decimal, volume: Decimal, days: int, **given: Decimal) -> Decimal:
        return prod(one.multiplier for one in self.explained(value, base, volume, days, **given))

    def needs(self) -> list[str]:
        return [one.key for one in self.inputs]


def method(cls):
    METHODS[cls.key] = cls()
    return cls


@method
class NewCustomers(Method):
    key = "new_customers"
    label = _("New customers × yearly value")
    rule = _("(new customers − baseline) × value of a customer in a year × margin")
    kpis = ("mkt.new_customers",)
    inputs = (Input("unit_value", _("yearly revenue of a customer")), MARGIN)
    warning = _("Subtract what winning them costs more than before.")

    def factors(self, difference, volume, days, unit_value, margin):
        return [Factor(difference, "figure"), Factor(unit_value, "money"), Factor(margin, "percent")]


@method
class Retention(Method):
    key = "retention"
    label = _("Customers kept × yearly value")
    rule = _("(retention − baseline) × customers at the start × value of a customer in a year × margin")
    kpis = ("mkt.retention_rate",)
    inputs = (Input("unit_value", _("yearly revenue of a customer")), MARGIN)
    warning = _("Do not also claim winning back the same customers.")

    def factors(self, difference, volume, days, unit_value, margin):
        rate = [Factor(difference, "points"), Factor(volume, "count")]
        return [*rate, Factor(unit_value, "money"), Factor(margin, "percent")]


@method
class Reactivation(Retention):
    key = "reactivation"
    label = _("Customers won back × yearly value")
    rule = _("(share won back − baseline) × dormant customers × value of a customer in a year × margin")
    kpis = ("mkt.reactivation",)
    warning = _("Do not also claim keeping the same customers.")


@method
class OrderValue(Method):
    key = "order_value"
    label = _("Value of an order × orders")
    rule = _("(value of an order − baseline) × orders of the period × margin")
    kpis = ("mkt.aov",)
    warning = _("Discounts hide in the value of an order.")

    def factors(self, difference, volume, days, margin):
        return [Factor(difference, "figure"), Factor(volume, "count"), Factor(margin, "percent")]


@method
class WinRate(Method):
    key = "win_rate"
    label = _("Win rate × decided opportunities")
    rule = _("(win rate − baseline) × decided opportunities × value of a won one × margin")
    kpis = ("sal.win_rate_decided",)
    inputs = (Input("unit_value", _("value of a won opportunity")), MARGIN)
    warning = _("Losing ones left open make the rate look better.")

    def factors(self, difference, volume, days, unit_value, margin):
        rate = [Factor(difference, "points"), Factor(volume, "count")]
        return [*rate, Factor(unit_value, "money"), Factor(margin, "percent")]


@method
class Revenue(Method):
    key = "revenue"
    label = _("Revenue above the baseline")
    rule = _("(revenue − baseline) × margin")
    kpis = ("sal.revenue_won", "sal.revenue_new_sources")
    warning = _("It contains win rate, order value and cycle: do not add their benefits.")

    def factors(self, difference, volume, days, margin):
        return [Factor(difference, "figure"), Factor(margin, "percent")]


@method
class Velocity(Method):
    key = "velocity"
    label = _("Sales velocity × days")
    rule = _("(velocity − baseline) × days of the period × margin")
    kpis = ("sal.velocity",)
    warning = _("It contains win rate, order value and cycle: do not add their benefits.")

    def factors(self, difference, volume, days, margin):
        return [Factor(difference, "figure"), Factor(Decimal(days), "days"), Factor(margin, "percent")]


@method
class HoursSaved(Method):
    key = "hours_saved"
    label = _("Hours saved × cost of an hour")
    rule = _("(baseline − hours per task) × tasks completed × share of it that is work × cost of an hour")
    kpis = ("wf.solution_time",)
    inputs = (
        Input("unit_value", _("cost of an hour of work")),
        Input("share", _("share of the time that is work (%)"), "percent"),
    )
    warning = _("Time that passes is not time worked: give the share honestly.")

    saves = True

    def factors(self, difference, volume, days, unit_value, share):
        time = [Factor(difference, "figure"), Factor(volume, "count"), Factor(share, "percent")]
        return [*time, Factor(unit_value, "money")]


def given(goal, plan) -> dict[str, Decimal] | None:
    """The method's inputs as numbers; None while one is missing. The margin may be the plan's."""
    chosen = METHODS.get(goal.benefit_method)
    if chosen is None:
        return None
    values = {}
    for one in chosen.inputs:
        value = goal.benefit_inputs.get(one.key)
        if value in (None, "") and one.key == MARGIN.key:
            value = plan.margin
        if value in (None, ""):
            return None
        values[one.key] = Decimal(str(value))
    return values
