"""Templates that start by themselves: each slot once, whoever sweeps; of what was missed the newest alone."""

import logging
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions.history import acting, action
from crm.actions.record import require_may
from crm.models import User
from workflow.actions import process as processes
from workflow.actions.tell import tell
from workflow.models import Process, ProcessSchedule, ProcessTemplate
from workflow.models.calendaruse import Calendars, calendar_for

log = logging.getLogger(__name__)

FARTHEST = timedelta(days=3653)


# --- What people decide -----------------------------------------------------------


@action
def plan(template: ProcessTemplate, *, by, starter, rule, starts_at, shift="none", ends_on=None) -> ProcessSchedule:
    """From `starts_at` on it starts again and again in this person's name; takes the place of an earlier plan."""
    require_may(by, "change", ProcessTemplate)
    check(template, starter, by)
    if not timezone.now() < starts_at < timezone.now() + FARTHEST:
        raise ValidationError({"starts_at": _("The first start must lie ahead, within ten years.")})
    schedule = locked(template) or ProcessSchedule(template=template)
    schedule.starter, schedule.rule, schedule.shift = starter, rule, shift
    schedule.starts_at, schedule.ends_on = starts_at, ends_on
    schedule.zone = timezone.get_current_timezone_name()
    schedule.clean()
    go_on(schedule)
    return schedule


@action
def pause(template: ProcessTemplate, *, by):
    """Nothing starts until it goes on."""
    require_may(by, "change", ProcessTemplate)
    schedule = existing(template)
    schedule.paused_at, schedule.pause_reason = schedule.paused_at or timezone.now(), ""
    schedule.save()


@action
def resume(template: ProcessTemplate, *, by):
    """It goes on with the next start; those of the pause are left out."""
    require_may(by, "change", ProcessTemplate)
    schedule = existing(template)
    check(template, schedule.starter, by)
    go_on(schedule)


@action
def remove(template: ProcessTemplate, *, by):
    """It starts no more by itself. What was started stays."""
    require_may(by, "change", ProcessTemplate)
    existing(template).delete()


def check(template, starter, by):
    """ValidationError where this could never be started so; nobody acts in the name of whom they do not lead."""
    if template.record_type_id is not None:
        raise ValidationError(_("Only a template that is about no certain kind of record starts by schedule."))
    processes.check(template, None, by)
    if not starter.is_active or not starter.access.may("create", Process):
        raise ValidationError({"starter": _("This person may not start processes.")})
    if by is not None and not by.access.covers("change", Process(owner=starter, team=starter.team)):
        raise ValidationError({"starter": _("Choose yourself, or somebody whose processes you may change.")})


def locked(template) -> ProcessSchedule | None:
    held = ProcessSchedule.objects.select_for_update(of=("self",)).filter(template=template)
    return held.select_related("template__team", "starter__team").first()


def existing(template) -> ProcessSchedule:
    schedule = locked(template)
    if schedule is None:
        raise ValidationError(_("This template has no schedule."))
    return schedule


def go_on(schedule):
    """Saved with its first start to come; ValidationError where there is none."""
    now, calendars = timezone.now(), Calendars()
    to_come = (slot for slot in schedule.slots_after(now) if start_of(schedule, slot, calendars) > now)
    move_to(schedule, next(to_come, None), calendars)
    if schedule.next_slot is None:
        raise ValidationError({"ends_on": _("It would never come again.")})
    schedule.paused_at, schedule.pause_reason = None, ""
    schedule.save()


# --- What the minute's sweep does -------------------------------------------------


def start_due(now=None) -> int:
    """Start what has come by now; returns how many."""
    now = now or timezone.now()
    waiting = ProcessSchedule.objects.to_be_looked_at(now).order_by("next_start_at", "pk")
    return sum(started_alone(pk, now) for pk in waiting.values_list("pk", flat=True))


def started_alone(pk: int, now) -> int:
    """A schedule that fails keeps no other from its turn; the next minute tries again."""
    try:
        return start_one(pk, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the process of schedule %s could not be started", pk)
        return 0


def start_one(pk: int, now) -> int:
    """The process and the next start in one transaction: a worker that dies leaves both to the next sweep."""
    with acting(None, cause="schedule"):
        free = ProcessSchedule.objects.to_be_looked_at(now).select_for_update(skip_locked=True, of=("self",))
        schedule = free.select_related("template__team__head", "starter__team").filter(pk=pk).first()
        if schedule is None:
            return 0
        if not schedule.starter.is_active:
            give_up(schedule, _("%(person)s has left.") % {"person": schedule.starter})
            return 0
        slot = advance(schedule, now)
        try:
            processes.start(schedule.template, None, by=schedule.starter, key=schedule.key_of(slot))
        except (PermissionDenied, ValidationError) as error:
            give_up(schedule, " ".join(getattr(error, "messages", None) or [str(error)]))
            return 0
        schedule.save(update_fields=["next_slot", "next_start_at"])
        return 1


def advance(schedule, now):
    """Move on to the first start still to come; returns the newest slot whose start has come."""
    newest, calendars = schedule.next_slot, Calendars()
    while (slot := slot_after(schedule, newest)) and start_of(schedule, slot, calendars) <= now:
        newest = slot
    move_to(schedule, slot, calendars)
    return newest


def slot_after(schedule, moment):
    return next(iter(schedule.slots_after(moment, most=1)), None)


def move_to(schedule, slot, calendars):
    schedule.next_slot = slot
    schedule.next_start_at = start_of(schedule, slot, calendars) if slot else None


def start_of(schedule, slot, calendars):
    """By the working calendar of the template's department, else of who starts it."""
    whose = {"person": schedule.starter, "team": schedule.template.team}
    return schedule.shifted(slot, partial(calendar_for, calendars=calendars, **whose))


def give_up(schedule, reason: str):
    """Paused; the head of the template's department hears why, or whoever administers."""
    schedule.paused_at, schedule.pause_reason = timezone.now(), reason[:200]
    schedule.save()
    head = schedule.template.team and schedule.template.team.head
    people = [head] if head is not None and head.is_active else User.objects.administrators()
    key = f"schedule {schedule.pk} paused {int(schedule.paused_at.timestamp())}"
    tell("schedule_paused", schedule.template, people, by=None, key=key, reason=schedule.pause_reason)
