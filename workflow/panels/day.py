"""A person's day: what is late, due today, next and without a date, with exact counts, in few questions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Count, IntegerField, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


def counts(user) -> dict[str, int]:
    """How many there are in each section, and from all of them "later" on."""
    asked = conditions() | {"all": Q()}
    return mine(user).aggregate(**{key: Count("pk", filter=one) for key, one in asked.items()})


def day_of(user, limits: dict[str, int]) -> dict[str, Part]:
    """The sections of `limits`, each with so many tasks at most, the nearest first; OTHERS is not counted."""
    numbers, asked, own = counts(user), conditions(), mine(user)
    wanted = {key: own.filter(asked[key]).order_by("due_at", "pk") for key in limits if numbers.get(key)}
    if OTHERS in limits:
        wanted[OTHERS] = taking_part(user)
    found = rows_of(user, {key: rows[: limits[key]] for key, rows in wanted.items()})
    return {key: Part(key, *SECTIONS[key], numbers.get(key), found.get(key, [])) for key in limits}


def taking_part(user):
    """Open tasks of others in which this person takes part, the nearest first."""
    rows = Task.objects.visible_to(user).open().filter(involved__contains=[user.pk]).exclude(owner=user)
    # Sorted by what no index has: one's own few must be found first, not the deadlines of the whole company walked.
    return rows.order_by(Coalesce("due_at", Value(NEVER)), "pk")


def rows_of(user, parts) -> dict[str, list]:
    """The tasks of each part: one question for which, one for all of them, one for each kind of record."""
    if not parts:
        return {}
    keys = list(parts)
    asked = [
        rows.values_list(Value(place, output_field=IntegerField()), "pk") for place, rows in enumerate(parts.values())
    ]
    places = list(asked[0].union(*asked[1:], all=True)) if len(asked) > 1 else list(asked[0])
    rows = {task.pk: task for task in drawn(user, [pk for __, pk in places])}
    found = {}
    for place, pk in sorted(places, key=lambda one: (one[0], order_of(rows[one[1]]))):
        found.setdefault(keys[place], []).append(rows[pk])
    return found


def order_of(task):
    return task.due_at is None, task.due_at or task.created_at, task.pk


def drawn(user, ids) -> list:
    """What a line of a day shows of a task."""
    rows = Task.objects.filter(pk__in=ids).select_related("type", "owner")
    found = list(rows.with_visible_subject(user))
    for task in found:
        task.may_complete = user.access.covers("change", task)
    return found
