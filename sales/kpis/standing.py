"""What is open at an instant, with stage, amount, owner and team as they stood then."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateTimeField, Exists, F, FloatField, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.measures import Dimension, Direction, Grain, Stock, Unit, register
from crm.measures.measure import Measure
from crm.measures.stock import StockRatio
from crm.measures.then import as_at, path_of, there, told
from crm.models import Activity, Company
from sales.kpis.facts import DAYS, MOVE_DIMENSIONS, STAGE, known_moves, opportunities
from sales.models import Opportunity
from workflow.kpis.standing import open_at
from workflow.models import Task

QUIET = timedelta(days=14)
PATHS = {
    "owner": "owner_then",
    "team": "team_then",
    "pipeline": "pipeline",
    "source": "source",
    "sector": "company__sector",
    "stage": "stage_then",
}


class Open:
    """Shared by all that look at what is open; the past is rebuilt from the histories."""

    subject = Opportunity
    placed_by = "opened_at"
    grain = Grain.WEEK
    things = _("opportunities open at that moment")
    words = {
        "amount_then": _("the amount at that moment"),
        "days_there": _("days since the stage was entered"),
        "is_quiet": _("no activity with it or its company in the 14 days before"),
        "has_next_task": _("an open task is about it"),
        "excused_then": _("it is excused from a next task"),
    }
    dimensions = {
        name: Dimension(one.label, PATHS[name], one.model)
        for name, one in {**MOVE_DIMENSIONS, "stage": STAGE}.items()
        if name in PATHS
    }

    def facts(self, asking):
        return opportunities(asking)

    def standing(self, asking, instant):
        """Opportunities whose last move before the instant was into an open stage."""
        moves = known_moves(asking).filter(opportunity=OuterRef("pk"), moved_at__lt=instant)
        last = moves.order_by("-moved_at", "-pk")
        found = opportunities(asking).filter(opened_at__lt=instant)
        if not asking.as_of:
            # Closed before and not reopened since: no need to look at its moves.
            found = found.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=instant))
        return found.annotate(
            stage_then=Subquery(last.values("to_stage")[:1]),
            kind_then=Subquery(last.values("to_stage__kind")[:1]),
            since_then=Subquery(last.values("moved_at")[:1]),
            amount_then=as_at(Opportunity, "amount", instant, asking.as_of),
            owner_then=as_at(Opportunity, "owner", instant, asking.as_of),
            team_then=as_at(Opportunity, "team", instant, asking.as_of),
        ).filter(kind_then="open")


@register
class Pipeline(Open, Stock):
    key = "sal.pipeline"
    label = _("Open pipeline")
    unit = Unit.MONEY
    currency_of = "currency"
    numerator = Measure(of="amount_then")
    guard = "sal.stale_share"
    pitfalls = _(
        "It is what stands at an instant: months are never added up. Old ones that nobody closes inflate it."
    )

    def value(self, numerator, denominator, n):
        return (numerator or 0) if n else None


@register
class OpenCount(Open, Stock):
    key = "sal.open"
    label = _("Open opportunities")
    better = Direction.CONTEXT
    numerator = Measure()
    pitfalls = _("More is not better: read it beside the win rate and the age in the stage.")


@register
class StageAge(Open, Stock):
    key = "sal.stage_age"
    label = _("Days in the present stage (median)")
    unit = Unit.DAYS
    better = Direction.DOWN
    numerator = Measure(of="days_there", quantile=0.5)
    guard = "sal.stage_conversion"
    pitfalls = _("Moving an opportunity back and forth sets the clock to nought.")

    def standing(self, asking, instant):
        age = Func(
            Value(instant, output_field=DateTimeField()) - F("since_then"), template=DAYS, output_field=FloatField()
        )
        return super().standing(asking, instant).annotate(days_there=age)

    def is_nought(self, asking, period):
        return False


def about(model, subject, path, known=None):
    """What is about the opportunity of an outer query, or about the company it is with; as far as known then."""
    kind = ContentType.objects.get_for_model(subject)
    found = there(model, Q(created_at__lte=known), known) if known else model.objects.alive()
    return found.filter(record_type=kind, record_id=OuterRef(path))


def recent(activities, instant, known):
    moment = path_of("occurred_at", known)
    return told(activities, known, ["occurred_at"]).filter(
        **{f"{moment}__gte": instant - QUIET, f"{moment}__lt": instant}
    )


@register
class StaleShare(Open, StockRatio):
    key = "sal.stale_share"
    label = _("Open without activity for 14 days")
    unit = Unit.PERCENT
    better = Direction.DOWN
    numerator, denominator = Measure(Q(is_quiet=True)), Measure()
    things = _("opportunities open at that moment and opened more than 14 days before")
    guard = "adm.activities"
    pitfalls = _("An activity is something a person did; mail sent by machines does not count.")

    def standing(self, asking, instant):
        spoken = Exists(recent(about(Activity, Opportunity, "pk", asking.as_of), instant, asking.as_of))
        with_customer = Exists(recent(about(Activity, Company, "company", asking.as_of), instant, asking.as_of))
        found = super().standing(asking, instant).filter(opened_at__lt=instant - QUIET)
        return found.annotate(is_quiet=~(spoken | with_customer))


@register
class WithNextStep(Open, StockRatio):
    key = "adm.next_step"
    label = _("Open with a next task")
    unit = Unit.PERCENT
    better = Direction.UP
    numerator, denominator = Measure(Q(has_next_task=True)), Measure(Q(excused_then=False))
    guard = "wf.overdue_now"
    pitfalls = _("A task in name alone also counts: read it beside the overdue tasks.")

    def standing(self, asking, instant):
        known = asking.as_of
        waiting = told(about(Task, Opportunity, "pk", known), known, ["done_at", "cancelled_at"])
        waiting = waiting.filter(open_at(instant, known))
        excuse = Coalesce(as_at(Opportunity, "excuse", instant, asking.as_of), Value(""))
        found = super().standing(asking, instant).annotate(excuse_at=excuse)
        return found.annotate(has_next_task=Exists(waiting), excused_then=~Q(excuse_at=""))
