"""Reminders before a deadline and the ladder after it: each step once, the newest alone where several were missed."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from crm.models import Team, User
from workflow.actions import lateness as deadlines
from workflow.actions.lateness import AT_ONCE, BATCH, Ladder, Step
from workflow.actions.tasknotice import concerned, team_members
from workflow.models import Task
from workflow.models.calendaruse import Calendars, calendar_for


@dataclass
class Around:
    """What a batch of tasks needs to know of people and departments."""

    people: dict
    members: dict
    teams: dict
    calendars: Calendars
    ladder: Ladder


def sweep(now=None) -> int:
    """Tell whoever is to be told by now; returns how many tasks were looked at."""
    return deadlines.sweep(sweep_batch, now)


@transaction.atomic
def sweep_batch(now) -> int:
    due = Task.objects.open().filter(next_notice_at__lte=now).order_by("next_notice_at")
    tasks = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("owner")[:BATCH])
    if tasks:
        around = around_of(tasks)
        deadlines.tell(tasks, lambda task: steps_of(task, around), now)
    return len(tasks)


def around_of(tasks) -> Around:
    ids = {pk for task in tasks for pk in concerned(task)}
    members = team_members({task.team_id for task in tasks if task.owner_id is None})
    ids |= {pk for people in members.values() for pk in people}
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "lead_minutes"))
    teams = {pk: (parent, head) for pk, parent, head in Team.objects.values_list("pk", "parent", "head")}
    return Around(people, members, teams, Calendars(), Ladder.current())


# --- The steps of one task ------------------------------------------------------


def steps_of(task, around) -> list[Step]:
    """All there are around its present deadline; a task put off begins anew."""
    if task.due_at is None:
        return []
    return [*reminders(task, around), *lateness(task, around)]


def workers(task, around) -> frozenset:
    """Who has it to do: its responsible and who takes part, else the department."""
    taking_part = set(task.involved) - {task.created_by_id}
    own = {task.owner_id} if task.owner_id else around.members.get(task.team_id, set())
    return frozenset(own | taking_part)


def reminders(task, around) -> list[Step]:
    """At each person's own lead times."""
    return [
        Step(
            task.due_at - timedelta(minutes=lead),
            "task_due_soon",
            frozenset({person}),
            named(task, f"{lead} minutes before"),
            {"due": task.due_at.isoformat()},
        )
        for person in workers(task, around)
        for lead in around.people.get(person, ())
    ]


def lateness(task, around) -> list[Step]:
    details = {"due": task.due_at.isoformat(), "owner": str(task.owner) if task.owner else ""}
    above = deadlines.heads_above(task.team_id or (task.owner and task.owner.team_id), around.teams)
    heads = [one for one in above if one != task.owner_id]
    calendar = calendar_for(task=task, calendars=around.calendars)
    return [
        Step(
            task.due_at if after == AT_ONCE else calendar.plus(task.due_at, after),
            "task_late",
            people,
            named(task, f"late {level}"),
            details | {"level": level},
        )
        for level, (after, people) in enumerate(around.ladder.rungs(workers(task, around), concerned(task), heads))
    ]


def named(task, step) -> str:
    return f"task {task.pk} due {int(task.due_at.timestamp())} {step}"
