"""What happens to calendars: made, renamed, given to teams, and another version from a day on. And time by them."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.actions.history import action, record
from crm.actions.record import require_may
from crm.models import Organization
from workflow.models import Calendar, CalendarUse, CalendarVersion
from workflow.models.calendaruse import Calendars, calendar_for


def install_default() -> Calendar:
    """The calendar of whoever has no other; what administrators made of it stays."""
    for model in (Calendar, CalendarUse):
        ContentType.objects.get_for_model(model)
    found = Calendar.objects.filter(is_default=True).first()
    if found is None:
        organization = Organization.current()
        with translation.override(organization.language):
            found = Calendar.objects.create(name=_("Business hours"), is_default=True)
        CalendarVersion.objects.create(calendar=found, time_zone=organization.time_zone)
    return found


@action
def create(calendar: Calendar, *, by, rules: dict) -> Calendar:
    """A calendar and its first version, which holds for all time before it too."""
    require_may(by, "create", Calendar)
    calendar.full_clean()
    calendar.save()
    add_version(calendar, by=by, valid_from=None, rules=rules)
    return calendar


@action
def edit(calendar: Calendar, *, by, values: dict) -> Calendar:
    """Its name and place; `teams` are all that follow it from now on. One calendar is the default."""
    require_may(by, "change", Calendar)
    values = dict(values)
    teams = values.pop("teams", None)
    if calendar.is_default and not values.get("is_default", True):
        raise ValidationError({"is_default": _("One calendar is everybody's. Choose another one for that instead.")})
    if values.get("is_default"):
        Calendar.objects.filter(is_default=True).exclude(pk=calendar.pk).update(is_default=False)
    for name, value in values.items():
        setattr(calendar, name, value)
    calendar.full_clean()
    calendar.save()
    if teams is not None:
        assign(calendar, teams)
    return calendar


def assign(calendar, teams):
    CalendarUse.objects.filter(calendar=calendar).exclude(team__in=teams).delete()
    for team in teams:
        CalendarUse.objects.update_or_create(team=team, defaults={"calendar": calendar})


@action
def revise(calendar: Calendar, *, by, valid_from: datetime.date, rules: dict) -> CalendarVersion:
    """Another version from a day on, today at the earliest: what lies behind was counted by the old one."""
    require_may(by, "change", Calendar)
    if valid_from < timezone.localdate():
        raise ValidationError({"valid_from": _("Choose today or a later day: the past stays as it was counted.")})
    version = add_version(calendar, by=by, valid_from=valid_from, rules=rules)
    record(calendar, "revised", by=by, valid_from=valid_from.isoformat(), note=version.note)
    return version


def add_version(calendar, *, by, valid_from, rules: dict) -> CalendarVersion:
    version = CalendarVersion(calendar=calendar, valid_from=valid_from, created_by=by, **rules)
    if not any(version.windows):
        raise ValidationError(_("At least one day of the week needs hours of work."))
    version.full_clean()
    version.save(force_insert=True)
    return version


def worked_seconds(task, until: datetime.datetime, calendars: Calendars | None = None) -> tuple[int, int | None]:
    """(business seconds from a task's creation until then, pk of the CalendarVersion in force at its end).

    By the calendar of its team; what a task keeps at completion, so that later calendars do not change it.
    """
    calendar = calendar_for(task=task, calendars=calendars)
    worked = calendar.between(task.created_at, max(until, task.created_at))
    return int(worked.total_seconds()), calendar.rules_on(calendar.day_of(until)).pk


def due_after(start: datetime.datetime, minutes: int, *, task=None, person=None, team=None) -> datetime.datetime:
    """The moment by which so many business minutes have passed since `start`."""
    return calendar_for(task=task, person=person, team=team).plus(start, datetime.timedelta(minutes=minutes))
