"""The facts behind the figures of sales: moves through stages, each with owner, team and amount as they were then."""

from django.db.models import Exists, F, FloatField, Func, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from crm.measures import Asking, Dimension
from crm.models import Sector, Source, Team, User
from crm.models.about import LookedUp
from sales.models import Opportunity, OpportunityProduct, Pipeline, Product, Stage, StageMove

DAYS = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400.0)"


def days_between(begin, end) -> Func:
    """Days with fractions, from one moment to a later one."""
    return Func(F(end) - F(begin), template=DAYS, output_field=FloatField())


def moves(asking: Asking):
    """Every entry into a stage that was known then, of opportunities that are not in the trash."""
    if asking.as_of:
        found = StageMove.objects.filter(recorded_at__lte=asking.as_of)
        return found.filter(LookedUp(asking.visible(Opportunity).filter(pk=OuterRef("opportunity"))))
    found = asking.visible(StageMove)
    if asking.user is None:
        # The trash is short: its few numbers are left out without looking at every opportunity.
        trashed = Opportunity.objects.filter(deleted_at__isnull=False, pk=OuterRef("opportunity"))
        found = found.filter(~Exists(trashed))
    return found


def known_moves(asking: Asking):
    """Every move known then, whoever asks: for what is asked of an outer query's rows, never to be shown."""
    return StageMove.objects.filter(recorded_at__lte=asking.as_of) if asking.as_of else StageMove.objects.all()


def after(asking: Asking):
    """Later moves of the same opportunity, for Exists()."""
    return known_moves(asking).filter(
        Q(moved_at__gt=OuterRef("moved_at")) | Q(moved_at=OuterRef("moved_at"), pk__gt=OuterRef("pk")),
        opportunity=OuterRef("opportunity"),
    )


def closings(asking: Asking, *kinds):
    """Ends that stood: an opportunity reopened since has not ended, and its next end counts instead."""
    return moves(asking).filter(to_stage__kind__in=kinds or ("won", "lost")).filter(~Exists(after(asking)))


def opportunities(asking: Asking):
    found = asking.visible(Opportunity)
    return found.filter(created_at__lte=asking.as_of) if asking.as_of else found


def wins_of(asking: Asking, company: str):
    """Wins that stood, of an outer query's company, each with its `moment` and what was `bought`.

    As known now the opportunity itself tells, which an index finds.
    """
    if asking.as_of:
        wins = closings(asking, "won").annotate(moment=F("moved_at"), bought=F("opportunity_id"))
        return wins.filter(opportunity__company=OuterRef(company))
    wins = opportunities(asking).filter(state="won", company=OuterRef(company))
    return wins.annotate(moment=F("closed_at"), bought=F("pk"))


def with_main_product(found, opportunity: str):
    """`main_product` is what the largest line of the opportunity sells: each is told under one product alone."""
    lines = OpportunityProduct.objects.filter(opportunity=OuterRef(opportunity)).order_by("-total", "pk")
    return found.annotate(main_product=Subquery(lines.values("product")[:1]))


MOVE_DIMENSIONS = {
    "owner": Dimension(Opportunity._meta.get_field("owner").verbose_name, "owner", User),
    "team": Dimension(Opportunity._meta.get_field("team").verbose_name, "team", Team),
    "pipeline": Dimension(Opportunity._meta.get_field("pipeline").verbose_name, "to_stage__pipeline", Pipeline),
    "source": Dimension(Opportunity._meta.get_field("source").verbose_name, "opportunity__source", Source),
    "manager": Dimension(_("head of the team"), "team__head", User),
    "sector": Dimension(Sector._meta.verbose_name, "opportunity__company__sector", Sector),
}
PRODUCT = Dimension(Product._meta.verbose_name, "main_product", Product)
STAGE = Dimension(Stage._meta.verbose_name, "to_stage", Stage)
