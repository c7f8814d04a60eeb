"""Business time as exact arithmetic: windows of a local day, holidays, exceptions, versions. Knows no table."""

from workflow.calendars.business import NEXT, NONE, PREVIOUS, BusinessCalendar, NoBusinessTime
from workflow.calendars.rules import Rules, SpecialDay

__all__ = ["NEXT", "NONE", "PREVIOUS", "BusinessCalendar", "NoBusinessTime", "Rules", "SpecialDay"]
