"""What a goal is worth in money: one method per kind of goal, each a formula one can read.

Every method compares a period's measurement with the frozen baseline. Money is in the organization's currency;
`margin` turns revenue into what is left of it.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Input:
    """A number a person gives once; `unit` is money or percent."""

    key: str
    label: str | Promise
    unit: str = "money"


MARGIN = Input("margin", _("contribution margin (%)"), "percent")
METHODS: dict[str, "Method"] = {}


class Method:
    """`gain` is what one period brought compared with the baseline, negative when it was worse.

    `volume` is the denominator of the measurement where the method multiplies a rate.
    """

    key = label = rule = ""
    kpis: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = (MARGIN,)
    warning: str | Promise = ""

    def gain(self, value: Decimal, base: Decimal, volume: Decimal, days: int, **given: Decimal) -> Decimal:
        raise NotImplementedError(f"{type(self).__name__} has no formula")

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

    def gain(self, value, base, volume, days, unit_value, margin):
        return (value - base) * unit_value * margin / HUNDRED


@method
class Retention(Method):
    key = "retention"
    label = _("Customers kept × yearly value")
    rule = _("(retention − baseline) × customers at the start × value of a customer in a year × margin")
    kpis = ("mkt.retention_rate",)
    inputs = (Input("unit_value", _("yearly revenue of a customer")), MARGIN)
    warning = _("Do not also claim winning back the same customers.")

    def gain(self, value, base, volume, days, unit_value, margin):
        return (value - base) / HUNDRED * volume * unit_value * margin / HUNDRED


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

    def gain(self, value, base, volume, days, margin):
        return (value - base) * volume * margin / HUNDRED


@method
class WinRate(Method):
    key = "win_rate"
    label = _("Win rate × decided opportunities")
    rule = _("(win rate − baseline) × decided opportunities × value of a won one × margin")
    kpis = ("sal.win_rate_decided",)
    inputs = (Input("unit_value", _("value of a won opportunity")), MARGIN)
    warning = _("Losing ones left open make the rate look better.")

    def gain(self, value, base, volume, days, unit_value, margin):
        return (value - base) / HUNDRED * volume * unit_value * margin / HUNDRED


@method
class Revenue(Method):
    key = "revenue"
    label = _("Revenue above the baseline")
    rule = _("(revenue − baseline) × margin")
    kpis = ("sal.revenue_won", "sal.revenue_new_sources")
    warning = _("It contains win rate, order value and cycle: do not add their benefits.")

    def gain(self, value, base, volume, days, margin):
        return (value - base) * margin / HUNDRED


@method
class Velocity(Method):
    key = "velocity"
    label = _("Sales velocity × days")
    rule = _("(velocity − baseline) × days of the period × margin")
    kpis = ("sal.velocity",)
    warning = _("It contains win rate, order value and cycle: do not add their benefits.")

    def gain(self, value, base, volume, days, margin):
        return (value - base) * days * margin / HUNDRED


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

    def gain(self, value, base, volume, days, unit_value, share):
        return (base - value) * volume * share / HUNDRED * unit_value


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
