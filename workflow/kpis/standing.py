"""What is open at an instant."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.measures import Dimension, Direction, Grain, Stock, Unit, register
from crm.measures.measure import Measure
from crm.measures.stock import StockRatio
from crm.measures.then import as_at
from crm.models import Team, User
from workflow.kpis.facts import DIMENSIONS, tasks
from workflow.models import Task


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

    def facts(self, asking):
        return tasks(asking)

    def standing(self, asking, instant):
        open_then = tasks(asking).filter(Q(done_at__isnull=True) | Q(done_at__gte=instant), created_at__lt=instant)
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
