"""The base of every KPI: facts are placed in a period, narrowed, measured; the rest follows."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from hashlib import sha256
from itertools import pairwise

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, DateTimeField, F, Func, IntegerField, Min, Q, Value, When
from django.utils.functional import Promise

from crm.measures.asking import Asking
from crm.measures.dimension import Dimension
from crm.measures.figure import Figure, Maturity, Standing
from crm.measures.measure import Measure
from crm.measures.period import Grain, Period
from crm.measures.then import path_of
from crm.measures.then import told as told_then
from crm.measures.unit import Direction, Unit

HUNDRED = Decimal(100)


class PlaceAmong(Func):
    """The number, from nought, of the last of these moments that is not after the expression."""

    function = "WIDTH_BUCKET"
    output_field = IntegerField()

    def __init__(self, expression, *, starts):
        super().__init__(expression, Value(starts, output_field=ArrayField(DateTimeField())))
        self.template = "(%(function)s(%(expressions)s::timestamptz[]) - 1)"


class Kpi:
    """Subclasses of a type declare what they measure; see `crm/measures/types.py`.

    `facts()` gives one row for each thing that happened, whole or as far as somebody may see it, as known then.
    `placed_by` names the moment that puts a fact in a period: one that nobody edits. `known_by` names when
    Norte learned of it. `subject` is the kind of record one must be allowed to see.
    """

    key: str
    version = 1
    label: str | Promise
    unit: Unit = Unit.COUNT
    better: Direction = Direction.UP
    grain: Grain = Grain.MONTH
    pitfalls: str | Promise = ""
    # The figure that must be read beside this one when it judges people: speed with quality.
    guard: str | None = None
    subject: type
    # What a fact is a row of, where that is not the subject.
    fact: type | None = None
    # What is counted, where that is fewer than all there are: "customers active at the start".
    things: str | Promise = ""
    # What conditions and values that are worked out are called in the rule.
    words: dict[str, str | Promise] = {}
    placed_by = "created_at"
    known_by = "created_at"
    # Fields that may change afterwards: as known at a past moment, the history tells what they held.
    changing: tuple[str, ...] = ()
    # Amounts in other currencies cannot be added: they are left out, and counted.
    currency_of = ""
    # From a fact to the record that shows it, "" where the fact is that record.
    record_path = ""
    dimensions: dict[str, Dimension] = {}
    settles_after = timedelta(0)
    numerator: Measure | None = None
    denominator: Measure | None = None

    def facts(self, asking: Asking):
        return told_then(asking.visible(self.subject), asking.as_of, self.changing)

    # --- what everybody asks

    def figure(self, asking: Asking, period: Period) -> Figure:
        if not self.may(asking):
            return self.answer(asking, period, None).refused()
        return self.answer(asking, period, self.placed(asking, period).aggregate(**self.measures(asking)))

    def series(self, asking: Asking, periods: list[Period]) -> list[Figure]:
        """One figure for each of these periods, which do not overlap; one query."""
        if not periods or not self.may(asking):
            return [self.answer(asking, period, None).refused() for period in periods]
        span = Period(min(one.start for one in periods), max(one.end for one in periods))
        rows = (
            self.in_places(asking, self.placed(asking, span), periods)
            .order_by()
            .values("place_in_series")
            .annotate(**self.measures(asking))
        )
        found = {row["place_in_series"]: row for row in rows}
        return [self.answer(asking, period, found.get(at)) for at, period in enumerate(periods)]

    def in_places(self, asking, facts, periods):
        """Facts with `place_in_series`, the number of the period each lies in."""
        if all(one.end == after.start for one, after in pairwise(periods)):
            # One after another: the database finds the place by halving, and knows that none lies outside.
            starts = [one.bounds(asking.zone)[0] for one in periods]
            return facts.annotate(place_in_series=PlaceAmong(F(self.path(asking, self.placed_by)), starts=starts))
        places = [When(self.inside(asking, period), then=Value(at)) for at, period in enumerate(periods)]
        found = facts.annotate(place_in_series=Case(*places, output_field=IntegerField()))
        return found.filter(place_in_series__isnull=False)

    def breakdown(self, asking: Asking, period: Period, dimension: str) -> dict:
        """member -> figure, for every member with a fact; None is for facts without one. One query."""
        path = self.path(asking, self.dimensions[dimension].path)
        if not self.may(asking):
            return {}
        rows = self.placed(asking, period).order_by().values(path).annotate(**self.measures(asking))
        return {row[path]: self.answer(asking, period, row) for row in rows}

    def rows(self, asking: Asking, period: Period, role: str = "numerator"):
        """The facts behind the figure, nothing more and nothing less: a queryset."""
        measure = self.read(asking, getattr(self, role))
        facts = self.placed(asking, period)
        if measure is None or not self.may(asking):
            return facts.none()
        return measure.rows(facts, self.in_currency(asking))

    # --- how

    def may(self, asking: Asking) -> bool:
        return asking.user is None or asking.user.access.may("view", self.subject)

    def path(self, asking: Asking, field: str) -> str:
        """Where a field of a fact is read: in its column, or as known then."""
        return path_of(field, asking.as_of) if field in self.changing else field

    def read(self, asking: Asking, measure: Measure | None) -> Measure | None:
        if measure is None or not (asking.as_of and self.changing):
            return measure
        return measure.renamed(partial(self.path, asking))

    def placed(self, asking: Asking, period: Period):
        """The facts of a period, narrowed to what was asked."""
        return self.narrowed(asking, self.known(asking).filter(self.inside(asking, period)))

    def known(self, asking: Asking):
        facts = self.facts(asking)
        return facts.filter(**{f"{self.known_by}__lte": asking.as_of}) if asking.as_of else facts

    def narrowed(self, asking: Asking, facts):
        for name, member in asking.scope.items():
            if name not in self.dimensions:
                raise ValueError(f"{self.key} is not told apart by {name}: {', '.join(self.dimensions)}")
            path = self.path(asking, self.dimensions[name].path)
            facts = facts.filter(**({f"{path}__isnull": True} if member is None else {path: member}))
        return facts

    def inside(self, asking: Asking, period: Period) -> Q:
        begin, end = period.bounds(asking.zone)
        placed_by = self.path(asking, self.placed_by)
        return Q(**{f"{placed_by}__gte": begin, f"{placed_by}__lt": end})

    def in_currency(self, asking: Asking) -> Q:
        return Q(**{self.currency_of: asking.currency}) if self.currency_of else Q()

    def measures(self, asking: Asking) -> dict:
        also = self.in_currency(asking)
        numerator, denominator = (self.read(asking, one) for one in (self.numerator, self.denominator))
        basis = denominator or numerator
        found = {
            "measured_numerator": numerator.aggregate(also),
            "measured_n": Count("pk", filter=basis.where & also),
        }
        if denominator:
            found["measured_denominator"] = denominator.aggregate(also)
        if self.currency_of:
            found["measured_left_out"] = Count("pk", filter=basis.where & ~also)
        if asking.is_traced:
            found["measured_trace"] = numerator.trace(also)
            if denominator:
                found["measured_trace_below"] = denominator.trace(also)
        if asking.is_listed:
            for role, measure in self.roles.items():
                lists = self.read(asking, measure).listed(also)
                found |= {f"measured_{role}_{name}": aggregate for name, aggregate in lists.items()}
        return found

    @property
    def roles(self) -> dict[str, Measure]:
        both = {"numerator": self.numerator, "denominator": self.denominator}
        return {role: measure for role, measure in both.items() if measure is not None}

    def answer(self, asking: Asking, period: Period, measured: dict | None) -> Figure:
        measured = measured or {}
        numerator = told(self.numerator, measured.get("measured_numerator"))
        denominator = told(self.denominator, measured.get("measured_denominator"))
        n = measured.get("measured_n") or 0
        value = self.value(numerator, denominator, n)
        if value is None and self.is_nought(asking, period):
            value = numerator = Decimal(0)
        maturity, final_from = self.maturity(asking, period)
        return Figure(
            key=self.key,
            version=self.version,
            period=period,
            value=value,
            numerator=numerator,
            denominator=denominator,
            n=n,
            maturity=maturity,
            standing=Standing.NO_DATA if value is None else Standing.FIGURE,
            final_from=final_from,
            left_out=measured.get("measured_left_out") or 0,
            digest=self.digest(measured, n) if asking.is_traced else "",
            members=self.members(measured) if asking.is_listed else None,
        )

    def members(self, measured: dict) -> dict:
        """role -> the facts it takes; `amounts` is None where they are only counted."""
        return {
            role: {
                "ids": measured.get(f"measured_{role}_ids") or [],
                "amounts": (measured.get(f"measured_{role}_amounts") or []) if measure.of else None,
            }
            for role, measure in self.roles.items()
        }

    def digest(self, measured: dict, n: int) -> str:
        return digest_of(n, measured.get("measured_trace"), measured.get("measured_trace_below"))

    def value(self, numerator, denominator, n) -> Decimal | None:
        """None where there is nothing to go by."""
        return numerator if n else None

    def is_nought(self, asking: Asking, period: Period) -> bool:
        """Whether no facts mean nought: only where facts were already kept when the period ended."""
        return False

    def begins(self, asking: Asking) -> datetime | None:
        """The moment of the first fact there is, whoever asks."""
        everything = Asking(None, {}, asking.as_of, asking.zone, asking.currency)
        return self.known(everything).aggregate(first=Min(self.path(asking, self.placed_by)))["first"]

    def maturity(self, asking: Asking, period: Period) -> tuple[Maturity, datetime]:
        end = period.bounds(asking.zone)[1]
        final_from = end + self.matures_after()
        if asking.now < end:
            return Maturity.RUNNING, final_from
        return (Maturity.IMMATURE if asking.now < final_from else Maturity.FINAL), final_from

    def matures_after(self) -> timedelta:
        return self.settles_after


def digest_of(*parts) -> str:
    return sha256(":".join("" if one is None else str(one) for one in parts).encode()).hexdigest()


def told(measure: Measure | None, value) -> Decimal | None:
    """Nothing counted or added up is nought; of nothing there is no median."""
    if measure is None or (value is None and measure.quantile is not None):
        return None
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))
