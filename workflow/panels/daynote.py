"""What is out of the ordinary about the days of a calendar: holidays of one's own calendar, and who is away."""

from collections import defaultdict
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflow.models import Absence
from workflow.models.calendaruse import calendar_for
from workflow.panels.calendar import OFF, OPEN, kind_of, name_of

MOST_NAMED = 2


def day_notes(user, first: date, last: date) -> dict[date, str]:
    """A line for each day that has something to say; absences are those the person may see."""
    away, calendar = away_on(user, first, last), calendar_for(person=user)
    found = {}
    for day in days(first, last):
        rules = calendar.rules_on(day)
        is_usual = kind_of(rules, day, calendar.windows(day)) in (OPEN, OFF)
        parts = ["" if is_usual else name_of(rules, day) or _("Exception"), away_text(away.get(day, ()))]
        if any(parts):
            found[day] = " · ".join(filter(None, parts))
    return found


def days(first, last):
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def away_on(user, first, last) -> dict[date, list[str]]:
    rows = Absence.objects.visible_to(user).filter(starts_on__lte=last, ends_on__gte=first)
    found = defaultdict(list)
    for one in rows.select_related("owner").order_by("owner__name_fold", "pk"):
        for day in days(max(one.starts_on, first), min(one.ends_on, last)):
            if str(one.owner) not in found[day]:
                found[day].append(str(one.owner))
    return found


def away_text(names) -> str:
    if not names:
        return ""
    if len(names) <= MOST_NAMED:
        return _("Away: %(names)s") % {"names": ", ".join(names)}
    more = len(names) - MOST_NAMED
    words = {"names": ", ".join(names[:MOST_NAMED]), "count": more}
    return ngettext("Away: %(names)s and %(count)s more", "Away: %(names)s and %(count)s more", more) % words
