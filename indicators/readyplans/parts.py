"""What a ready plan is made of. Texts are lazy: they are written in the language it is applied in."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Bands:
    """Edges in the direction of the metric: from where on, or up to where, a figure is acceptable and desired."""

    basis: str
    acceptable: str
    desired: str


def figure(acceptable, desired) -> Bands:
    return Bands("absolute", acceptable, desired)


def times(acceptable, desired) -> Bands:
    """Times the baseline."""
    return Bands("times", acceptable, desired)


def points(acceptable, desired) -> Bands:
    """Added to the baseline."""
    return Bands("points", acceptable, desired)


@dataclass(frozen=True)
class ReadyIndicator:
    """A metric of the whole organization; without bands it is there for context."""

    kpi: str
    bands: Bands | None = None
    cadence: str = "month"
    is_headline: bool = False


@dataclass(frozen=True)
class ReadyTactic:
    statement: Text
    # Days after the start.
    due: int


@dataclass(frozen=True)
class ReadyStrategy:
    statement: Text
    function: str
    benefit: int
    impact: int
    measured_by: tuple[str, ...]
    tactics: tuple[ReadyTactic, ...] = ()


@dataclass(frozen=True)
class ReadyGoal:
    """`proposals` names, for an input of the benefit method, the figure of the last year to begin with."""

    statement: Text
    pillar: str
    kind: str
    method: str
    counted_by: str
    strategies: tuple[ReadyStrategy, ...]
    proposals: dict[str, str] = field(default_factory=dict)
    group: Text = ""
    claims: bool = True


@dataclass(frozen=True)
class ReadyPhase:
    name: Text
    months: int


@dataclass(frozen=True)
class ReadyPlan:
    key: str
    name: Text
    purpose: Text
    icon: str
    phases: tuple[ReadyPhase, ...]
    goals: tuple[ReadyGoal, ...]
    indicators: tuple[ReadyIndicator, ...]

    @property
    def strategies(self) -> list[ReadyStrategy]:
        return [one for goal in self.goals for one in goal.strategies]

    @property
    def months(self) -> int:
        return sum(one.months for one in self.phases)
