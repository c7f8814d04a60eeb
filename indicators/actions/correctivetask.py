"""The task of a corrective action: one of them open at most, and what happens to one happens to the other."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.actions.history import acting, record
from indicators.models import CorrectiveAction
from workflow.actions import task as tasks
from workflow.actions.taskchange import Demand, demand, listen
from workflow.models import Task, TaskType
from workflow.models.tasktype import CORRECTIVE

# A deadline is a day here and a moment there: the end of the working day.
EVENING = datetime.time(18)
TO_DO = ("open", "escalated")


def tasks_of(corrective):
    return Task.objects.alive().filter(type__key=CORRECTIVE).about(corrective)


def task_of(corrective) -> Task | None:
    """The open one."""
    return tasks_of(corrective).open().order_by("-pk").first()


def corrective_of(task) -> CorrectiveAction | None:
    """The corrective action whose task this is."""
    if task.record_id is None or task.type.key != CORRECTIVE or not isinstance(task.about, CorrectiveAction):
        return None
    return task.about if task.about.deleted_at is None else None


def due_at(corrective) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(corrective.due_on, EVENING))


def plan(corrective) -> Task:
    """Its task, made where there is none, with its responsible and its deadline. Who hears of it is told already."""
    found = task_of(corrective)
    if found is not None:
        follow(corrective, by=None, is_told=True)
        return found
    task = Task(
        title=corrective.title[:160],
        type=TaskType.objects.of(CORRECTIVE),
        about=corrective,
        owner=corrective.owner,
        team=corrective.team,
        due_at=due_at(corrective),
        priority=3,
    )
    return tasks.create(task, by=None, is_told=True)


def follow(corrective, *, by, is_told=False):
    """The task takes over who is responsible and by which day."""
    task = task_of(corrective)
    if task is None:
        return
    values = {"owner": corrective.owner, "team": corrective.team}
    if task.due_at is None or timezone.localdate(task.due_at) != corrective.due_on:
        values["due_at"] = due_at(corrective)
    tasks.adopt(task, by=by, values=values, is_told=is_told)


def finish(corrective, *, by, note):
    task = task_of(corrective)
    if task is not None:
        tasks.end(task, by=by, note=note)


def call_off(corrective, *, by, reason):
    task = task_of(corrective)
    if task is not None:
        tasks.end(task, by=by, cancel_reason=reason)


@demand
def carried_out_first(task) -> Demand | None:
    """It is done by saying why it happened and what was done about it."""
    corrective = corrective_of(task)
    if corrective is None or corrective.state not in TO_DO:
        return None
    return Demand(
        _("A corrective action is completed by writing down why it happened and what was done about it."),
        reverse("indicators:correctiveaction-carry-out", args=[corrective.pk]),
    )


@listen
def follow_task(task, verb, *, by, **details):
    """What a person did to the task holds for the corrective action too."""
    if verb not in FOLLOWED:
        return
    corrective = corrective_of(task)
    if corrective is not None:
        FOLLOWED[verb](held(corrective), task, by)


def held(corrective) -> CorrectiveAction:
    return CorrectiveAction.objects.select_for_update(of=("self",)).get(pk=corrective.pk)


def take_over(corrective, task, by):
    values = {"owner": task.owner, "team": task.team}
    if task.due_at is not None:
        values["due_on"] = timezone.localdate(task.due_at)
    changed = {name: value for name, value in values.items() if getattr(corrective, name) != value}
    if changed and corrective.state in TO_DO:
        save(corrective, by, **changed)


def dismissed(corrective, task, by):
    if corrective.state in TO_DO:
        values = {"state": "dismissed", "result": task.cancel_reason, "closed_at": timezone.now()}
        save(corrective, by, "dismissed", **values)


def taken_up_again(corrective, task, by):
    """Open again as its task is, unless the figure has decided meanwhile or another is open for the cause."""
    others = CorrectiveAction.objects.open().filter(indicator=corrective.indicator, cause=corrective.cause)
    if corrective.state in ("checking", "dismissed") and not others.exclude(pk=corrective.pk).exists():
        save(corrective, by, "reopened", state="open", carried_out_at=None, closed_at=None, result="")


def save(corrective, by, verb="", **values):
    """Whoever may change the task may so change its corrective action: they are one thing."""
    with acting(by):
        for name, value in values.items():
            setattr(corrective, name, value)
        corrective.version += 1
        corrective.save()
        if verb:
            record(corrective, verb, by=by)


FOLLOWED = {
    **dict.fromkeys(("taken", "assigned", "delegated", "postponed", "changed"), take_over),
    "cancelled": dismissed,
    "reopened": taken_up_again,
}
