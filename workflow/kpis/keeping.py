"""Tasks that came, were due and were done."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.measures import Count, Direction, Grain, Ratio, Unit, register
from crm.measures.measure import Measure
from workflow.kpis.facts import CHANGING, DIMENSIONS, tasks
from workflow.models import Task


class Work:
    subject = Task
    grain = Grain.WEEK
    dimensions = DIMENSIONS
    changing = (*CHANGING, "first_due_at")

    def facts(self, asking):
        return tasks(asking)


@register
class TasksByType(Work, Count):
    key = "wf.tasks_by_type"
    label = _("New tasks")
    better = Direction.CONTEXT
    placed_by = "created_at"
    guard = "wf.on_time"
    pitfalls = _("A type for everything else hides what the work is: keep it below one in ten.")


@register
class OnTime(Work, Ratio):
    key = "wf.on_time"
    label = _("Tasks done on time")
    unit = Unit.PERCENT
    placed_by = "first_due_at"
    numerator, denominator = Measure(Q(is_on_time=True)), Measure()
    words = {
        "is_on_time": _("done by the first deadline"),
    }
    guard = "wf.tasks_by_type"
    pitfalls = _("The first deadline counts: putting it off does not help. One that is still open is late.")

    def facts(self, asking):
        done, due = self.path(asking, "done_at"), self.path(asking, "first_due_at")
        found = super().facts(asking).filter(**{f"{self.path(asking, 'cancelled_at')}__isnull": True})
        return found.annotate(is_on_time=Q(**{f"{done}__isnull": False}) & Q(**{f"{done}__lte": F(due)}))
