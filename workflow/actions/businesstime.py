"""Deadlines of what rules make, in days and hours of whoever has to keep them."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.models import User
from workflow.automation.clock import shifted
from workflow.automation.moment import zone
from workflow.calendars import NoBusinessTime
from workflow.models.calendaruse import calendar_for


def calendar_of(person: User | None = None):
    """The working calendar of a person, their days off left out; without one, the organization's."""
    return calendar_for(person=person, but_absences=person is not None)


def deadline(start: datetime, amount, unit: str, person: User) -> datetime | None:
    """So long after `start`, in business time of that person where the unit says so; None without an amount."""
    if amount in (None, ""):
        return None
    amount = int(amount)
    try:
        if unit == "business_hours":
            return calendar_of(person).plus(start, timedelta(hours=amount))
        if unit == "business_days":
            local = start.astimezone(zone())
            day = shifted(local.date(), amount, calendar_of(person))
            return datetime.combine(day, local.time(), local.tzinfo)
    except NoBusinessTime as error:
        raise ValidationError(_("The working calendar of %(person)s never opens.") % {"person": person}) from error
    return start + timedelta(**{unit or "days": amount})
