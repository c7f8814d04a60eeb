"""What is open at an instant."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.measures import Dimension, Direction, Grain, Spread, Stock, Unit, register
from crm.measures.measure import Measure
from crm.measures.stock import StockRatio
from crm.measures.then import as_at, path_of
from crm.models import Team, User
from workflow.kpis.facts import DIMENSIONS, tasks
from workflow.models import Task


def open_at(instant, known=None) -> Q:
    """Tasks that were there and neither done nor called off; `known` where they are told as known then."""
    done, cancelled = path_of("done_at", known), path_of("cancelled_at", known)
    undone = Q(**{f"{done}__isnull": True}) | Q(**{f"{done}__gte": instant})
    kept = Q(**{f"{cancelled}__isnull": True}) | Q(**{f"{cancelled}__gte": instant})
    return Q(created_at__lt=instant) & undone & kept


class OpenTasks:
    subject = Task
    grain = Grain.WEEK
    placed_by = "created_at"
    better = Direction.DOWN
    things = _("tasks open at that moment")
    dimensions = {
        "owner": Dimension(DIMENSIONS["owner"].label, "owner_then", User),
        "team": Dimension(DIMENSIONS["team"].label, "team_then", Team),
        "type": DIMENSIONS["type"],
    }
    changing = ("type",)

    def facts(self, asking):
        return tasks(asking)

    def standing(self, asking, instant):
        open_then = tasks(asking).filter(open_at(instant, asking.as_of))
        return open_then.annotate(
            owner_then=as_at(Task, "owner", instant, asking.as_of),
            team_then=as_at(Task, "team", instant, asking.as_of),
            due_then=as_at(Task, "due_at", instant, asking.as_of),
        ).annotate(is_late=Q(due_then__isnull=False) & Q(due_then__lt=instant))


@register
class OverdueNow(OpenTasks, StockRatio):
    key = "wf.overdue_now"
    label = _("Open tasks that are late")
    unit = Unit.PERCENT
    numerator, denominator = Measure(Q(is_late=True)), Measure()
    words = {"is_late": _("its deadline of that moment had passed")}
    guard = "wf.on_time"
    pitfalls = _("Tasks without a deadline are never late: give them one.")


@register
class OpenTaskCount(OpenTasks, Stock):
    key = "wf.open"
    label = _("Open tasks")
    numerator = Measure()
    guard = "wf.on_time"
    pitfalls = _("By person it shows the load; what a task asks of somebody it does not show.")


@register
class Load(Spread):
    key = "wf.load"
    label = _("Largest load compared with the median")
    unit = Unit.TIMES
    better = Direction.DOWN
    grain = Grain.WEEK
    subject = Task
    dimensions = {name: OpenTasks.dimensions[name] for name in ("team", "type")}
    inputs = {"open": "wf.open"}
    among = "owner"
    guard = "wf.on_time"
    pitfalls = _("Open tasks of whoever has most, divided by those of the one in the middle. Tasks differ in weight.")
