"""Customers as their purchases show them: a customer is a company with a won opportunity."""

from datetime import timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext_lazy as _

from crm.measures import CountDistinct, Dimension, Grain, Ratio, Unit, register
from crm.measures.measure import Measure
from crm.measures.stock import StockRatio
from crm.models import Company, Sector, Source
from sales.kpis.closing import Closing
from sales.kpis.facts import wins_of
from sales.models import Opportunity, OpportunityProduct

ACTIVE, DORMANT = timedelta(days=365), timedelta(days=180)


@register
class NewCustomers(Closing, CountDistinct):
    key = "mkt.new_customers"
    label = _("New customers")
    numerator = Measure(distinct="opportunity__company")
    words = Closing.words | {"opportunity__company": _("companies with their first won opportunity")}
    guard = "mkt.aov"
    pitfalls = _("A customer is new once, with the first won opportunity; those without a company are not counted.")

    def facts(self, asking):
        wins = super().facts(asking).filter(opportunity__company__isnull=False)
        earlier = wins_of(asking, "opportunity__company").filter(
            Q(moment__lt=OuterRef("moved_at")) | Q(moment=OuterRef("moved_at"), bought__lt=OuterRef("opportunity_id"))
        )
        return wins.filter(~Exists(earlier))


def number_of(rows, path) -> Subquery:
    """How many different ones an inner query finds, as a column of the outer one."""
    counted = rows.order_by().annotate(everything=Value(1)).values("everything")
    return Subquery(counted.annotate(count=Count(path, distinct=True)).values("count"), output_field=IntegerField())


class Buyers:
    """Companies by what they bought up to an instant; the sector is what tells them apart."""

    subject = Company
    placed_by = known_by = "created_at"
    words = {
        "purchases": _("won opportunities in the last twelve months"),
        "lines": _("product lines bought in the last twelve months"),
        "is_kept": _("it bought within twelve months before the end, too"),
        "came_back": _("it bought in the period"),
    }
    dimensions = {
        "sector": Dimension(Sector._meta.verbose_name, "sector", Sector),
        "source": Dimension(Source._meta.verbose_name, "source", Source),
    }

    def may(self, asking):
        return super().may(asking) and (asking.user is None or asking.user.access.may("view", Opportunity))

    def facts(self, asking):
        return asking.visible(Company)


@register
class RepeatRate(Buyers, StockRatio):
    key = "mkt.repeat_rate"
    label = _("Customers who bought again")
    unit = Unit.PERCENT
    numerator, denominator = Measure(Q(purchases__gte=2)), Measure(Q(purchases__gte=1))
    pitfalls = _("It looks back over twelve months, so neighbouring periods share most of their purchases.")

    def standing(self, asking, instant):
        wins = wins_of(asking, "pk").filter(moment__gte=instant - ACTIVE, moment__lt=instant)
        return self.facts(asking).annotate(purchases=number_of(wins, "bought"))


@register
class CrossSell(Buyers, StockRatio):
    key = "mkt.cross_sell"
    label = _("Customers with two product lines or more")
    unit = Unit.PERCENT
    numerator, denominator = Measure(Q(lines__gte=2)), Measure(Q(lines__gte=1))
    pitfalls = _(
        "Lines are the families of the products sold in the last twelve months; sales without products are left out."
    )

    def standing(self, asking, instant):
        wins = wins_of(asking, OuterRef("pk")).filter(moment__gte=instant - ACTIVE, moment__lt=instant)
        sold = OpportunityProduct.objects.filter(Exists(wins.filter(bought=OuterRef("opportunity")))).exclude(
            product__family=""
        )
        sold = sold.filter(opportunity__company=OuterRef("pk"))
        return self.facts(asking).annotate(lines=number_of(sold, "product__family"))


class FromStart(Buyers, Ratio):
    """Placed whole at the start of the period: who was there then, and what became of them by its end."""

    unit = Unit.PERCENT
    grain = Grain.QUARTER

    def placed(self, asking, period):
        begin, end = period.bounds(asking.zone)
        return self.narrowed(asking, self.at_start(asking, begin, min(end, asking.now)))

    def series(self, asking, periods):
        return [self.figure(asking, period) for period in periods]

    def at_start(self, asking, begin, end):
        raise NotImplementedError


@register
class RetentionRate(FromStart):
    key = "mkt.retention_rate"
    label = _("Customers kept")
    numerator, denominator = Measure(Q(is_kept=True)), Measure()
    things = _("customers who had bought within twelve months before the start")
    guard = "mkt.new_customers"
    pitfalls = _("Active is who bought within twelve months; new customers never count as kept ones.")

    def at_start(self, asking, begin, end):
        wins = wins_of(asking, "pk")
        active = self.facts(asking).filter(Exists(wins.filter(moment__gte=begin - ACTIVE, moment__lt=begin)))
        return active.annotate(is_kept=Exists(wins.filter(moment__gte=end - ACTIVE, moment__lt=end)))


@register
class Reactivation(FromStart):
    key = "mkt.reactivation"
    label = _("Dormant customers won back")
    things = _("customers at the start who had not bought for 180 days")
    numerator, denominator = Measure(Q(came_back=True)), Measure()
    pitfalls = _("Dormant is who bought before but not within 180 days; another limit gives another figure.")

    def at_start(self, asking, begin, end):
        wins = wins_of(asking, "pk")
        dormant = self.facts(asking).filter(
            Exists(wins.filter(moment__lt=begin)),
            ~Exists(wins.filter(moment__gte=begin - DORMANT, moment__lt=begin)),
        )
        return dormant.annotate(came_back=Exists(wins.filter(moment__gte=begin, moment__lt=end)))
