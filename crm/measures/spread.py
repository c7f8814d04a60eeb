"""How unevenly a stock lies among its members: the most that one has, divided by what the one in the middle has."""

from dataclasses import replace
from statistics import median

from crm.measures.figure import Standing
from crm.measures.formula import Formula
from crm.measures.kpi import digest_of


class Spread(Formula):
    """`inputs` names one KPI, `among` the dimension of it whose members are compared."""

    among: str

    def figure(self, asking, period):
        name, part = next(iter(self.parts.items()))
        by_member = part.breakdown(asking, period, self.among)
        shares = [one.value for member, one in by_member.items() if member is not None]
        made = self.made_of(asking, period, {name: part.figure(asking, period)})
        if made.standing == Standing.NOT_PERMITTED:
            return made
        value = max(shares) / median(shares) if shares else None
        standing = Standing.FIGURE if shares else Standing.NO_DATA
        return replace(made, value=value, standing=standing, digest=self.traced(asking, made, by_member))

    def traced(self, asking, made, by_member) -> str:
        """Also who has them: the same facts in other hands are another figure."""
        members = sorted((str(member), one.digest) for member, one in by_member.items())
        return digest_of(made.digest, members) if asking.is_traced else ""

    def combine(self, **values):
        return None

    def series(self, asking, periods):
        return [self.figure(asking, period) for period in periods]

    def breakdown(self, asking, period, dimension):
        members = next(iter(self.parts.values())).breakdown(asking, period, dimension)
        return {
            member: self.figure(replace(asking, scope={**asking.scope, dimension: member}), period)
            for member in members
        }
