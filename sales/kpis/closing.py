"""Won and lost: placed by the moment of the end, with owner, team and amount of that moment."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.measures import Average, Direction, Grain, Quantile, Ratio, Sum, Unit, register
from crm.measures.measure import Measure
from sales.kpis.facts import MOVE_DIMENSIONS, PRODUCT, closings, days_between, known_moves, with_main_product
from sales.models import Opportunity, StageMove

YEAR = timedelta(days=365)
WON, DECIDED = Q(to_stage__kind="won"), Q(to_stage__kind__in=("won", "lost"))
WITH_AMOUNT = WON & Q(amount__isnull=False)


class Closing:
    """Shared by all that are placed by the end of an opportunity."""

    subject = Opportunity
    fact = StageMove
    placed_by, known_by = "moved_at", "recorded_at"
    things = _("closed opportunities")
    words = {"to_stage__kind": _("the outcome"), "moved_at": _("the moment of the end")}
    record_path = "opportunity"
    dimensions = MOVE_DIMENSIONS | {"product": PRODUCT}
    kinds = ("won",)

    def facts(self, asking):
        return with_main_product(closings(asking, *self.kinds), "opportunity")


@register
class WinRateDecided(Closing, Ratio):
    key = "sal.win_rate_decided"
    label = _("Win rate")
    unit = Unit.PERCENT
    kinds = ("won", "lost")
    numerator, denominator = Measure(WON), Measure(DECIDED)
    guard = "sal.stale_share"
    pitfalls = _("Lost ones that nobody closes make it look better: read it beside the share of stale opportunities.")


@register
class RevenueWon(Closing, Sum):
    key = "sal.revenue_won"
    label = _("Won revenue")
    unit = Unit.MONEY
    currency_of = "currency"
    numerator = Measure(WON, of="amount")
    guard = "sal.win_rate_decided"
    pitfalls = _("It is the amount at the moment of winning; a later correction of the amount does not change it.")


@register
class AverageOrder(Closing, Average):
    key = "mkt.aov"
    label = _("Average order value")
    unit = Unit.MONEY
    currency_of = "currency"
    numerator, denominator = (
        Measure(WON & Q(amount__isnull=False), of="amount"),
        Measure(WON & Q(amount__isnull=False)),
    )
    guard = "sal.win_rate_decided"
    pitfalls = _("One very large order moves it; look at the orders behind it.")


class CycleOfWon(Closing):
    unit = Unit.DAYS
    better = Direction.DOWN
    words = Closing.words | {"days_open": _("days from opening to winning")}
    guard = "sal.win_rate_decided"
    pitfalls = _("Only those won are in it; those that drag on without an end are not.")

    def facts(self, asking):
        return super().facts(asking).annotate(days_open=days_between("opportunity__opened_at", "moved_at"))


@register
class Cycle(CycleOfWon, Quantile):
    key = "sal.cycle"
    label = _("Sales cycle (median)")
    numerator = Measure(WON, of="days_open", quantile=0.5)


@register
class CycleMean(CycleOfWon, Average):
    key = "sal.cycle_mean"
    label = _("Sales cycle (mean)")
    numerator, denominator = Measure(WON, of="days_open"), Measure(WON)


@register
class RevenueFromNewSources(Closing, Sum):
    key = "sal.revenue_new_sources"
    label = _("Revenue from new sources")
    unit = Unit.MONEY
    currency_of = "currency"
    numerator = Measure(WON & Q(is_of_new_source=True), of="amount")
    words = Closing.words | {"is_of_new_source": _("the source had its first won opportunity within twelve months")}
    guard = "sal.revenue_won"
    pitfalls = _("A source is new for twelve months after its first won opportunity.")

    def facts(self, asking):
        before = known_moves(asking).filter(
            to_stage__kind="won",
            opportunity__source=OuterRef("opportunity__source"),
            moved_at__lt=OuterRef("moved_at") - YEAR,
        )
        wins = super().facts(asking).filter(opportunity__source__isnull=False)
        return wins.annotate(is_of_new_source=~Exists(before))


@register
class RevenuePerSeller(Closing, Ratio):
    key = "sal.revenue_per_rep"
    label = _("Revenue per seller")
    unit = Unit.MONEY
    grain = Grain.MONTH
    currency_of = "currency"
    numerator = Measure(WON, of="amount")
    denominator = Measure(WON, distinct="owner")
    guard = "sal.win_rate_decided"
    pitfalls = _("Sellers are those who won something in the period; who won nothing is not in the divisor.")
