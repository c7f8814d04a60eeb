"""The steps of a template as lines: who, by when, after which, only where; and when it starts by itself."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.ui.money import short_date
from workflow.actions.processtemplate import branch_fields
from workflow.forms.duration import written_span
from workflow.models import ProcessSchedule
from workflow.models.processtemplate import PERSON, START, TEAM
from workflow.recurring import says


@dataclass
class StepLine:
    step: object
    number: int
    who: str
    due: str
    after: str
    branch: str


def drawn_steps(template) -> list[StepLine]:
    steps = list(template.steps.select_related("person", "team", "task_type").prefetch_related("after"))
    numbers, fields = {step.pk: number for number, step in enumerate(steps, 1)}, branch_fields(template)
    return [line(step, numbers, fields) for step in steps]


def line(step, numbers, fields) -> StepLine:
    after = ", ".join(str(numbers[one.pk]) for one in step.after.all() if one.pk in numbers)
    label = capfirst(str(fields.get(step.branch_field, step.branch_field)))
    branch = _("%(field)s is %(value)s") % {"field": label, "value": any_of(step.branch_value)} if label else ""
    return StepLine(step, numbers[step.pk], who(step), due(step, not after), after, branch)


def any_of(values: str) -> str:
    """ "RS|SC|PR" as RS, SC or PR."""
    *others, last = (one.strip() for one in values.split("|"))
    return _("%(others)s or %(last)s") % {"others": ", ".join(others), "last": last} if others else last


def who(step) -> str:
    if step.assignee == PERSON:
        return str(step.person)
    return str(step.team) if step.assignee == TEAM else step.get_assignee_display()


def due(step, is_first) -> str:
    """Hours and minutes of business time, from when they count."""
    if step.due_minutes is None:
        return ""
    if is_first or step.due_from == START:
        text = _("within %(time)s of working time from the start of the process")
    else:
        text = _("within %(time)s of working time after the steps before it")
    return text % {"time": written_span(step.due_minutes)}


@dataclass
class ScheduleLine:
    """In words; `next_start_at` is None where it is paused or over."""

    text: str
    next_start_at: datetime | None
    is_paused: bool
    pause_reason: str


def drawn_schedule(template) -> ScheduleLine | None:
    schedule = ProcessSchedule.objects.filter(template=template).select_related("starter").first()
    if schedule is None:
        return None
    next_start = None if schedule.is_paused else schedule.next_start_at
    return ScheduleLine(in_words(schedule), next_start, schedule.is_paused, schedule.pause_reason)


def in_words(schedule) -> str:
    """ "Every month on day 1 at 09:00, in the name of Ana Melo, until 31/12/2027"."""
    wall = schedule.wall(schedule.starts_at)
    words = {"often": capfirst(says(schedule.rule)), "time": f"{wall:%H:%M}", "person": schedule.starter}
    text = _("%(often)s at %(time)s, in the name of %(person)s") % words
    if schedule.ends_on is None:
        return text
    return _("%(text)s until %(date)s") % {"text": text, "date": short_date(schedule.ends_on)}
