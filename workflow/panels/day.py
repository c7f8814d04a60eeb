"""A person's day: what is late, due today, next and without a date, with exact counts, in few questions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Case, CharField, Count, F, Q, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.about import fill_visible_subjects
from workflow.models import Task
from workflow.models.task import NEXT_DAYS, midnight

NEVER = datetime.max.replace(tzinfo=UTC)
LATE, TODAY, NEXT, UNDATED, OTHERS = "late", "today", "next", "undated", "others"
SECTIONS = {
    LATE: (pgettext_lazy("tasks", "Late"), "alert-triangle"),
    TODAY: (_("Today"), "calendar-event"),
    NEXT: (_("Next 7 days"), "calendar-due"),
    UNDATED: (_("Without a date"), "calendar-time"),
    OTHERS: (_("Where you take part"), "users"),
}

# What a line shows of a task, what tells its place, and what tells whether one may complete it.
LINE = (
    *("title", "priority", "due_at", "done_at", "cancelled_at", "created_at", "record_type", "record_id"),
    *("type__name", "type__icon", "type__leaves", "owner__name", "team", "created_by", "involved"),
)


@dataclass
class Part:
    """One section of a day: its tasks up to a limit, these as drawn, and how many there are in all where counted."""

    key: str
    label: str
    icon: str
    count: int | None
    tasks: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    @property
    def is_late(self):
        return self.key == LATE

    @property
    def more(self) -> int:
        return self.count - len(self.tasks)


def conditions() -> dict[str, Q]:
    """Which tasks stand in which section, now and where the reader is."""
    now, tomorrow = timezone.now(), midnight(days=1)
    return {
        LATE: Q(due_at__lt=now),
        TODAY: Q(due_at__gte=now, due_at__lt=tomorrow),
        NEXT: Q(due_at__gte=tomorrow, due_at__lt=midnight(days=1 + NEXT_DAYS)),
        UNDATED: Q(due_at__isnull=True),
    }


def mine(user):
    return Task.objects.visible_to(user).filter(owner=user).open()


def day_of(user, limits: dict[str, int]) -> dict[str, Part]:
    """The sections of `limits`, each with so many tasks at most, the nearest first; OTHERS is not counted."""
    parts = {key: Part(key, *SECTIONS[key], None if key == OTHERS else 0) for key in limits}
    places = dict(taking_part(user, limits[OTHERS])) if OTHERS in limits else {}
    for pk, key, count in nearest(user, limits):
        parts[key].count = count
        places[pk] = key
    for task in sorted(drawn(user, places), key=order_of):
        parts[places[task.pk]].tasks.append(task)
    return parts


def nearest(user, limits) -> list[tuple[int, str, int]]:
    """(task, section, how many tasks the section has) of the first in each: one walk over a person's open tasks."""
    asked = {key: one for key, one in conditions().items() if key in limits}
    section = Case(*(When(one, then=Value(key)) for key, one in asked.items()), output_field=CharField())
    of_its_own = {"partition_by": F("section")}
    rows = mine(user).annotate(section=section).filter(section__isnull=False)
    rows = rows.annotate(
        place=Window(RowNumber(), **of_its_own, order_by=[F("due_at").asc(), F("pk").asc()]),
        size=Window(Count("*"), **of_its_own),
    )
    found = rows.filter(place__lte=max(limits.values())).values_list("pk", "section", "size", "place")
    return [(pk, key, count) for pk, key, count, place in found if place <= limits[key]]


def taking_part(user, limit) -> list[tuple[int, str]]:
    """(task, OTHERS) of others' open tasks in which this person takes part, the nearest first."""
    rows = Task.objects.visible_to(user).open().filter(involved__contains=[user.pk]).exclude(owner=user)
    # Sorted by what no index has: one's own few must be found first, not the deadlines of the whole company walked.
    rows = rows.order_by(Coalesce("due_at", Value(NEVER)), "pk")
    return [(pk, OTHERS) for pk in rows.values_list("pk", flat=True)[:limit]]


def order_of(task):
    return task.due_at is None, task.due_at or task.created_at, task.pk


def drawn(user, ids) -> list:
    """What a line of a day shows of a task."""
    rows = Task.objects.filter(pk__in=list(ids)).select_related("type", "owner").only(*LINE)
    found = list(rows) if ids else []
    fill_visible_subjects(found, user)
    for task in found:
        task.may_complete = user.access.covers("change", task)
    return found
