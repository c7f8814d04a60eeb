"""Opportunities by when they were opened, and what became of them within a window."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from crm.measures import Cohort, Count, Dimension, Grain, Unit, register
from crm.measures.measure import Measure
from sales.kpis.facts import MOVE_DIMENSIONS, STAGE, known_moves, moves, opportunities
from sales.models import Opportunity, StageMove

WINDOW = timedelta(days=90)
STEP_WINDOW = timedelta(days=30)


def first_moves(asking):
    return known_moves(asking).filter(opportunity=OuterRef("pk")).order_by("moved_at", "pk")


class Opening:
    """Shared by all that are placed by the opening; owner and team are those of the first stage."""

    subject = Opportunity
    placed_by = "opened_at"
    dimensions = {
        "owner": Dimension(MOVE_DIMENSIONS["owner"].label, "first_owner", MOVE_DIMENSIONS["owner"].model),
        "team": Dimension(MOVE_DIMENSIONS["team"].label, "first_team", MOVE_DIMENSIONS["team"].model),
        "pipeline": Dimension(MOVE_DIMENSIONS["pipeline"].label, "pipeline", MOVE_DIMENSIONS["pipeline"].model),
        "source": Dimension(MOVE_DIMENSIONS["source"].label, "source", MOVE_DIMENSIONS["source"].model),
        "sector": Dimension(MOVE_DIMENSIONS["sector"].label, "company__sector", MOVE_DIMENSIONS["sector"].model),
    }

    def facts(self, asking):
        return opportunities(asking).annotate(
            first_owner=Subquery(first_moves(asking).values("owner")[:1]),
            first_team=Subquery(first_moves(asking).values("team")[:1]),
        )


@register
class Opened(Opening, Count):
    key = "sal.opps_created"
    label = _("New opportunities")
    grain = Grain.WEEK
    guard = "sal.win_rate_decided"
    pitfalls = _("Splitting or joining opportunities changes the number without changing the business.")


@register
class WinRateOfCohort(Opening, Cohort):
    key = "sal.win_rate_cohort"
    label = _("Won within 90 days")
    unit = Unit.PERCENT
    grain = Grain.QUARTER
    window = WINDOW
    numerator, denominator = Measure(Q(is_won_in_time=True)), Measure()
    words = {"is_won_in_time": _("won within 90 days of opening")}
    guard = "sal.opps_created"
    pitfalls = _("Until the window of the youngest has passed it can only grow; it judges nobody before.")

    def facts(self, asking):
        wins = moves(asking).filter(
            opportunity=OuterRef("pk"), to_stage__kind="won", moved_at__lte=OuterRef("opened_at") + WINDOW
        )
        return super().facts(asking).annotate(is_won_in_time=Exists(wins))


@register
class StageConversion(Cohort):
    key = "sal.stage_conversion"
    label = _("Went on to a later stage")
    unit = Unit.PERCENT
    subject = Opportunity
    fact = StageMove
    placed_by, known_by = "moved_at", "recorded_at"
    record_path = "opportunity"
    dimensions = MOVE_DIMENSIONS | {"stage": STAGE}
    things = _("first entries into an open stage")
    words = {
        "went_on": _("reached a later stage or was won within 30 days"),
        "moved_at": _("the first entry into the stage"),
    }
    window = STEP_WINDOW
    numerator, denominator = Measure(Q(went_on=True)), Measure()
    guard = "sal.win_rate_decided"
    pitfalls = _("An opportunity counts once for each stage, by its first entry; those lost since stay in.")

    def facts(self, asking):
        earlier = (
            known_moves(asking)
            .filter(opportunity=OuterRef("opportunity"), to_stage=OuterRef("to_stage"))
            .filter(Q(moved_at__lt=OuterRef("moved_at")) | Q(moved_at=OuterRef("moved_at"), pk__lt=OuterRef("pk")))
        )
        later = moves(asking).filter(
            Q(to_stage__kind="won") | Q(to_stage__kind="open", to_stage__position__gt=OuterRef("to_stage__position")),
            opportunity=OuterRef("opportunity"),
            to_stage__pipeline=OuterRef("to_stage__pipeline"),
            moved_at__gt=OuterRef("moved_at"),
            moved_at__lte=OuterRef("moved_at") + STEP_WINDOW,
        )
        entries = moves(asking).filter(to_stage__kind="open").filter(~Exists(earlier))
        return entries.annotate(went_on=Exists(later))
