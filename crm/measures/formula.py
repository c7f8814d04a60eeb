"""A figure made of other figures, all for the same question."""

from decimal import Decimal

from crm.measures.asking import Asking
from crm.measures.figure import Figure, Maturity, Standing
from crm.measures.kpi import Kpi, digest_of
from crm.measures.period import Period
from crm.measures.registry import kpi_of

RIPENESS = [Maturity.FINAL, Maturity.IMMATURE, Maturity.RUNNING]


class Formula(Kpi):
    """`inputs` names KPIs; `combine(**values)` gives the value, None where it has none."""

    inputs: dict[str, str] = {}

    def combine(self, **values) -> Decimal | None:
        raise NotImplementedError(f"{type(self).__name__} combines nothing")

    @property
    def parts(self) -> dict[str, Kpi]:
        return {name: kpi_of(key) for name, key in self.inputs.items()}

    def may(self, asking):
        return all(part.may(asking) for part in self.parts.values())

    def figure(self, asking: Asking, period: Period) -> Figure:
        return self.made_of(asking, period, {name: part.figure(asking, period) for name, part in self.parts.items()})

    def series(self, asking, periods):
        lines = {name: part.series(asking, periods) for name, part in self.parts.items()}
        return [
            self.made_of(asking, period, {name: line[at] for name, line in lines.items()})
            for at, period in enumerate(periods)
        ]

    def breakdown(self, asking, period, dimension):
        tables = {name: part.breakdown(asking, period, dimension) for name, part in self.parts.items()}
        members = dict.fromkeys(member for table in tables.values() for member in table)
        nothing = {name: part.answer(asking, period, None) for name, part in self.parts.items()}
        return {
            member: self.made_of(
                asking, period, {name: table.get(member, nothing[name]) for name, table in tables.items()}
            )
            for member in members
        }

    def rows(self, asking, period, role="numerator"):
        """The rows of one input, whose name is the role; "numerator" is the first."""
        name = role if role in self.inputs else next(iter(self.inputs))
        return self.parts[name].rows(asking, period)

    def made_of(self, asking, period, figures: dict[str, Figure]) -> Figure:
        values = {name: one.value for name, one in figures.items()}
        is_whole = all(value is not None for value in values.values())
        value = self.combine(**values) if is_whole else None
        standings = {one.standing for one in figures.values()}
        standing = Standing.FIGURE if value is not None else Standing.NO_DATA
        made = Figure(
            key=self.key,
            version=self.version,
            period=period,
            value=value,
            numerator=None,
            denominator=None,
            n=min(one.n for one in figures.values()),
            maturity=max((one.maturity for one in figures.values()), key=RIPENESS.index),
            standing=standing,
            final_from=max(one.final_from for one in figures.values()),
            left_out=max(one.left_out for one in figures.values()),
            digest=digest_of(*(one.digest for one in figures.values())) if asking.is_traced else "",
        )
        return made.refused() if Standing.NOT_PERMITTED in standings else made
