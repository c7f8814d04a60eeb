"""Tasks that came, were due and were done."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, DateTimeField, Exists, F, FloatField, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from crm.measures import Count, Direction, Grain, Quantile, Ratio, Unit, register
from crm.measures.measure import Measure
from crm.measures.then import Scalar
from crm.models import HistoryEntry
from workflow.kpis.facts import DIMENSIONS, tasks
from workflow.models import Task

HOURS = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 3600.0)"


class Work:
    subject = Task
    grain = Grain.WEEK
    dimensions = DIMENSIONS

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
        "first_due_at": _("the first deadline"),
    }
    guard = "wf.tasks_by_type"
    pitfalls = _("The first deadline counts: putting it off does not help. One that is still open is late.")

    def facts(self, asking):
        changes = HistoryEntry.objects.filter(
            record_type=ContentType.objects.get_for_model(Task), record_id=OuterRef("pk"), field="due_at"
        ).exclude(old=None)
        first = changes.order_by("occurred_at", "pk").annotate(due=Cast(Scalar("old"), DateTimeField()))
        first_due = Case(
            When(Exists(first), then=Subquery(first.values("due")[:1])),
            default=F("due_at"),
            output_field=DateTimeField(),
        )
        found = super().facts(asking).annotate(first_due_at=first_due)
        return found.annotate(is_on_time=Q(done_at__isnull=False) & Q(done_at__lte=F("first_due_at")))


@register
class SolutionTime(Work, Quantile):
    key = "wf.solution_time"
    label = _("Time to finish a task (median)")
    unit = Unit.HOURS
    better = Direction.DOWN
    placed_by = "done_at"
    things = _("completed tasks")
    numerator = Measure(of="hours", quantile=0.5)
    words = {"hours": _("hours from creation to completion")}
    guard = "wf.on_time"
    pitfalls = _("Hours of the clock, nights and weekends included; open tasks are not in it.")

    def facts(self, asking):
        spent = Func(F("done_at") - F("created_at"), template=HOURS, output_field=FloatField())
        return super().facts(asking).filter(done_at__isnull=False).annotate(hours=spent)
