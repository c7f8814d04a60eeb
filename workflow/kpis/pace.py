"""How fast work gets done, and what must be read beside that."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, FloatField, Func, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from crm.measures import Count, Direction, Formula, Grain, Quantile, Ratio, Unit, register
from crm.measures.measure import Measure
from crm.models import HistoryEntry
from workflow.kpis.facts import DIMENSIONS
from workflow.kpis.keeping import Work
from workflow.models import Task

CLOCK_HOURS = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 3600.0)"


class Done(Work):
    placed_by = "done_at"
    things = _("completed tasks")

    def facts(self, asking):
        return super().facts(asking).filter(**{f"{self.path(asking, 'done_at')}__isnull": False})


class Solution(Done):
    """By the calendar of its team as it was when the task was done."""

    version = 2
    unit = Unit.HOURS
    better = Direction.DOWN
    words = {"hours": _("business hours from creation to completion")}
    guard = "wf.on_time"
    pitfalls = _("Business hours by the calendar of the team, kept as the task was done; open tasks are not in it.")

    def facts(self, asking):
        worked = Cast(F(self.path(asking, "worked_seconds")), FloatField())
        return super().facts(asking).annotate(hours=worked / 3600.0)


@register
class SolutionTime(Solution, Quantile):
    key = "wf.solution_time"
    label = _("Time to finish a task (median)")
    numerator = Measure(of="hours", quantile=0.5)


@register
class SolutionTimeOfMost(Solution, Quantile):
    key = "wf.solution_time_p90"
    label = _("Time to finish nine of ten tasks")
    numerator = Measure(of="hours", quantile=0.9)


@register
class WithinIdeal(Done, Ratio):
    key = "wf.within_ideal"
    label = _("Tasks finished within the ideal time")
    unit = Unit.PERCENT
    things = _("completed tasks whose type has an ideal time")
    numerator, denominator = Measure(Q(is_within=True)), Measure()
    words = {"is_within": _("done within the ideal time of their type")}
    guard = "wf.reopened"
    pitfalls = _("Only types with an ideal time count. The ideal is that of today.")

    def facts(self, asking):
        worked = self.path(asking, "worked_seconds")
        found = super().facts(asking).filter(**{"type__ideal_minutes__isnull": False, f"{worked}__isnull": False})
        return found.annotate(is_within=Q(**{f"{worked}__lte": F("type__ideal_minutes") * 60}))


@register
class Throughput(Done, Count):
    key = "wf.throughput"
    label = _("Completed tasks")
    guard = "wf.reopened"
    pitfalls = _("Many small tasks look like much work: read it by type, and with the share that came back.")


@register
class Reopened(Done, Ratio):
    key = "wf.reopened"
    label = _("Completed tasks that had come back")
    unit = Unit.PERCENT
    better = Direction.DOWN
    numerator, denominator = Measure(Q(is_reopened=True)), Measure()
    words = {"is_reopened": _("reopened before")}
    guard = "wf.throughput"
    pitfalls = _("Whoever makes a new task instead of reopening the old one does not appear here.")

    def facts(self, asking):
        back = HistoryEntry.objects.filter(
            record_type=ContentType.objects.get_for_model(Task), record_id=OuterRef("pk"), verb="reopened"
        )
        if asking.as_of:
            back = back.filter(recorded_at__lte=asking.as_of)
        return super().facts(asking).annotate(is_reopened=Exists(back))


@register
class FirstAction(Work, Quantile):
    key = "wf.first_action"
    label = _("Time until somebody begins a task (median)")
    unit = Unit.HOURS
    better = Direction.DOWN
    placed_by = "first_action_at"
    things = _("tasks that their person began")
    numerator = Measure(of="hours", quantile=0.5)
    words = {"hours": _("hours of the clock from creation to the first action of the person responsible")}
    guard = "wf.solution_time"
    pitfalls = _("Hours of the clock, nights and weekends included. What nobody began is not in it.")

    def facts(self, asking):
        waited = Func(F("first_action_at") - F("created_at"), template=CLOCK_HOURS, output_field=FloatField())
        return super().facts(asking).filter(first_action_at__isnull=False).annotate(hours=waited)


@register
class ArrivalsPerCompletion(Formula):
    key = "wf.arrivals_per_completion"
    label = _("New tasks per completed one")
    unit = Unit.TIMES
    better = Direction.DOWN
    grain = Grain.WEEK
    subject = Task
    dimensions = DIMENSIONS
    inputs = {"came": "wf.tasks_by_type", "done": "wf.throughput"}
    guard = "wf.overdue_now"
    pitfalls = _("Above one, work piles up. A week says little: look at several.")

    def combine(self, came, done):
        return came / done if done else None
