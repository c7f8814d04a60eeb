"""One answer: a value with all that is needed to trust it."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from crm.measures.period import Period


class Standing(StrEnum):
    """Nothing to go by, nought, and not yours to see are three different answers."""

    FIGURE = "figure"
    NO_DATA = "no_data"
    NOT_PERMITTED = "not_permitted"


class Maturity(StrEnum):
    """Only a final figure judges anybody: the others may still change by themselves."""

    RUNNING = "running"
    IMMATURE = "immature"
    FINAL = "final"


@dataclass(frozen=True)
class Figure:
    """`value` is in the KPI's unit; `n` is how many records it rests on; `left_out` how many it could not use.

    `digest` is of the facts behind it, each with what it added: the same facts give the same digest. `members`
    are those facts where they were asked for: role -> {"ids": […], "amounts": […] or None}, in order of the ids.
    """

    key: str
    version: int
    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    maturity: Maturity
    standing: Standing
    final_from: datetime | None = None
    left_out: int = 0
    digest: str = ""
    members: dict | None = None

    @property
    def judges(self) -> bool:
        return self.standing == Standing.FIGURE and self.maturity == Maturity.FINAL

    def refused(self) -> "Figure":
        """The same question answered to somebody who may not see it."""
        return replace(
            self,
            value=None,
            numerator=None,
            denominator=None,
            n=0,
            left_out=0,
            digest="",
            members=None,
            standing=Standing.NOT_PERMITTED,
        )
