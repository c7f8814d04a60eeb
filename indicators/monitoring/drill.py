"""The facts behind one figure of an indicator, as far as their reader may see them."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, DateTimeField, F, Q

from crm.measures import Asking, Figure, Formula, Period
from crm.ui.keyset import Order
from indicators.models import Indicator, Snapshot

EXACT = Decimal("0.000001")
NEWEST_FIRST = Order("drill_moment", is_descending=True, is_nullable=True, field=DateTimeField())


@dataclass
class Total:
    """What a number of facts comes to; `amount` is None where nothing is added up or nothing is there."""

    count: int
    amount: object = None


@dataclass
class Drill:
    """`role` names the number: numerator, denominator, or the input of a formula. `by` narrows to one member."""

    indicator: Indicator
    user: object
    period: Period
    role: str = "numerator"
    by: str = ""
    member: object = None

    @property
    def kpi(self):
        return self.indicator.kpi

    @cached_property
    def is_whole(self) -> bool:
        return self.user.access.may("figures", Indicator)

    @cached_property
    def scope(self) -> dict:
        return {**self.indicator.scope, **({self.by: self.member} if self.by else {})}

    @cached_property
    def is_empty(self) -> bool:
        """Another member than the one the indicator is about."""
        return self.by in self.indicator.scope and self.indicator.scope[self.by] != self.member

    @cached_property
    def own(self) -> Asking:
        return Asking(user=self.user, scope=self.scope)

    @cached_property
    def asked(self) -> Asking:
        """The question whose answer is on the page the reader came from."""
        return replace(self.own, user=None) if self.is_whole else self.own

    @cached_property
    def figure(self) -> Figure:
        return self.kpi.figure(self.asked, self.period)

    @cached_property
    def kept(self) -> Snapshot | None:
        """The measurement of the same question, where it differs from the figure of now."""
        if self.by or not self.is_whole:
            return None
        kept = Snapshot.objects.current().final().filter(indicator=self.indicator, period_start=self.period.start)
        found = kept.filter(grain=self.indicator.cadence).first()
        value = self.figure.value
        now = None if value is None else value.quantize(EXACT)
        return found if found and found.value != now else None

    @cached_property
    def part(self):
        """The metric whose facts these are: an input of a formula, else the metric itself."""
        return self.kpi.parts[self.role] if isinstance(self.kpi, Formula) else self.kpi

    @cached_property
    def measure(self):
        return self.part.numerator if isinstance(self.kpi, Formula) else getattr(self.kpi, self.role)

    def rows_of(self, asking):
        """With `drill_moment`, `drill_value` and `drill_owner` of each fact."""
        found = self.kpi.rows(asking, self.period, self.role)
        if self.is_empty:
            found = found.none()
        told = {"drill_moment": F(self.part.placed_by)}
        if self.measure.of:
            told["drill_value"] = F(self.measure.of)
        if "owner" in self.part.dimensions:
            told["drill_owner"] = F(self.part.dimensions["owner"].path)
        found = found.annotate(**told)
        return found.select_related(self.part.record_path) if self.part.record_path else found

    @cached_property
    def rows(self):
        return self.rows_of(self.own)

    @cached_property
    def seen(self) -> Total:
        return self.total(self.rows)

    @cached_property
    def all(self) -> Total:
        return self.total(self.rows_of(self.asked)) if self.is_whole else self.seen

    def total(self, rows) -> Total:
        also = self.part.in_currency(self.own)
        measured = {} if self.is_counted else {"amount": self.measure.aggregate(also)}
        found = rows.select_related(None).order_by().aggregate(count=Count("pk"), **measured)
        return Total(found["count"], found.get("amount"))

    @property
    def is_counted(self) -> bool:
        """Whether the number is how many rows there are."""
        return not (self.measure.of or self.measure.distinct)

    def exportable(self):
        """Of the rows one sees, those one may take out as well."""
        subject = self.part.subject
        if self.user.access.scope("export", subject) >= self.user.access.scope("view", subject):
            return self.rows
        allowed = subject.objects.visible_to(self.user, "export").values("pk")
        return self.rows.filter(Q(**{f"{self.part.record_path or 'pk'}__in": allowed}))


def roles_of(kpi) -> list[str]:
    """The names of the numbers a figure is made of."""
    if isinstance(kpi, Formula):
        return list(kpi.inputs)
    return [role for role in ("numerator", "denominator") if getattr(kpi, role) is not None]


def record_of(part, fact):
    """The record that shows a fact."""
    return getattr(fact, part.record_path) if part.record_path else fact
