"""The calendar of tasks: a month or a week of deadlines."""

import datetime
from collections import defaultdict

from django.db.models import Count, DateField, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.urls import reverse
from django.utils import timezone

from crm.ui.filters import PLACE, without
from crm.ui.money import clock_of
from crm.ui.pages.calendar import CalendarPage, Item
from workflow.panels.daynote import day_notes
from workflow.views.task import Tasks


class TaskCalendar(Tasks, CalendarPage):
    has_weeks = True

    def within(self, rows, first, last):
        """Deadlines of these days where the reader is, each row with its day."""
        begin, end = (
            timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
            for day in (first, last + datetime.timedelta(days=1))
        )
        zone = timezone.get_current_timezone()
        day = TruncDate("due_at", tzinfo=zone, output_field=DateField())
        return rows.filter(due_at__gte=begin, due_at__lt=end).order_by().annotate(day=day)

    def notes_of(self, first, last) -> dict:
        return day_notes(self.request.user, first, last)

    def totals(self, rows) -> dict:
        return {row["day"]: row for row in rows.values("day").annotate(count=Count("pk"))}

    def items(self, rows, most) -> dict:
        place = Window(RowNumber(), partition_by=F("day"), order_by=[F("due_at"), F("pk")])
        found = defaultdict(list)
        for one in rows.annotate(place=place).filter(place__lte=most).order_by("day", "place"):
            css = "is-late" if one.is_overdue else "" if one.is_open else "is-done"
            time = clock_of(timezone.localtime(one.due_at))
            found[one.day].append(Item(one.title, one.get_absolute_url(), css, time))
        return found

    def day_url(self, date) -> str:
        day = date.isoformat()
        query = without(self.request.GET, *PLACE, "month", "week", due_at_after=day, due_at_before=day)
        return reverse("workflow:task-list") + query
