"""Business days as rules count them."""

from datetime import date, timedelta

from workflow.calendars import NEXT, PREVIOUS, BusinessCalendar

DAY = timedelta(days=1)
MOST_DAYS = 366


def shifted(day: date, days: int, calendar: BusinessCalendar) -> date:
    """So many business days on or back; with none, the day itself. NoBusinessTime where there are not so many."""
    step, rule = (DAY, NEXT) if days > 0 else (-DAY, PREVIOUS)
    for __ in range(min(abs(days), MOST_DAYS)):
        day = calendar.shift(day + step, rule)
    return day
