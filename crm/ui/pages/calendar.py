"""A month or a week of rows: each day with its count, its first few, and the way to all of them."""

import datetime
from calendar import Calendar
from dataclasses import dataclass, field

from django.core.exceptions import SuspiciousOperation
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from crm.ui.filters import PLACE, without
from crm.ui.money import written
from crm.ui.pages.list import Collection

A_DAY, A_DAY_OF_A_WEEK = 4, 20


@dataclass
class Item:
    label: str
    url: str
    css: str = ""
    time: str = ""


@dataclass
class Day:
    date: datetime.date
    is_today: bool
    in_month: bool
    items: list[Item] = field(default_factory=list)
    more: int = 0
    more_url: str | None = None
    note: str = ""


class CalendarPage(Collection):
    """Declare model, filter, and `within(rows, first, last)`, `totals(rows)`, `items(rows, most)`, `day_url(date)`.

    `totals` gives a count (and whatever `note()` reads) by date, `items` lists of Item by date.
    """

    mode = "calendar"
    template = "ui/calendar.html"
    has_weeks = False

    def get(self, request):
        filterset = self.filtered()
        if self.asks_for_filters():
            return self.show_filters(filterset)
        context = self.context(filterset) | self.grid(self.rows(filterset))
        template = "ui/_calendar.html" if request.htmx else self.template
        return render(request, template, context, status=200 if filterset.is_valid() else 400)

    def rows(self, filterset):
        return filterset.qs if filterset.is_valid() else self.model.objects.none()

    def grid(self, rows) -> dict:
        today = timezone.localdate()
        is_week = self.has_weeks and "week" in self.request.GET
        first, weeks = self.one_week(today) if is_week else self.whole_month(today)
        self.notes = self.notes_of(weeks[0][0], weeks[-1][-1])
        rows = self.within(rows, weeks[0][0], weeks[-1][-1])
        totals, items = self.totals(rows), self.items(rows, A_DAY_OF_A_WEEK if is_week else A_DAY)
        days = [
            [self.day(date, is_week or date.month == first.month, today, totals, items) for date in week]
            for week in weeks
        ]
        return {
            "weeks": days,
            "is_week": is_week,
            "weekdays": [
                {"short": WEEKDAYS_ABBR[date.weekday()], "long": WEEKDAYS[date.weekday()]} for date in weeks[0]
            ],
            **(self.around_week(weeks[0], today) if is_week else self.around_month(first, today)),
            "spans": self.spans(is_week, first, today) if self.has_weeks else [],
        }

    def whole_month(self, today):
        first = self.first_day(today)
        begins = (get_format("FIRST_DAY_OF_WEEK") - 1) % 7
        return first, Calendar(begins).monthdatescalendar(first.year, first.month)

    def one_week(self, today):
        day = self.asked("week", "%Y-%m-%d") or today
        begins = (get_format("FIRST_DAY_OF_WEEK") - 1) % 7
        first = day - datetime.timedelta(days=(day.weekday() - begins) % 7)
        return first, [[first + datetime.timedelta(days=count) for count in range(7)]]

    def first_day(self, today) -> datetime.date:
        """The month of the address, ?month=2026-11, else this one."""
        return self.asked("month", "%Y-%m") or today.replace(day=1)

    def asked(self, name, form):
        text = self.request.GET.get(name)
        if not text:
            return None
        try:
            found = datetime.datetime.strptime(text, form).date()
        except ValueError:
            raise SuspiciousOperation("unreadable day") from None
        if not 1900 < found.year < 2200:
            raise SuspiciousOperation("unreadable day")
        return found

    def around_month(self, first, today) -> dict:
        is_now = (first.year, first.month) == (today.year, today.month)
        return {
            "month_label": date_format(first, "YEAR_MONTH_FORMAT"),
            "previous_url": self.month_url(first - datetime.timedelta(days=1)),
            "next_url": self.month_url(first + datetime.timedelta(days=31)),
            "today_url": None if is_now else self.month_url(today),
        }

    def around_week(self, week, today) -> dict:
        return {
            "month_label": span_text(week[0], week[-1]),
            "previous_url": self.week_url(week[0] - datetime.timedelta(days=7)),
            "next_url": self.week_url(week[0] + datetime.timedelta(days=7)),
            "today_url": None if week[0] <= today <= week[-1] else self.week_url(today),
        }

    def spans(self, is_week, first, today):
        """The switch between month and week, each keeping about where one is."""
        here = today if first <= today < first + datetime.timedelta(days=31) else first
        return [
            {"label": _("Month"), "url": self.month_url(first), "is_current": not is_week},
            {"label": _("Week"), "url": self.week_url(here), "is_current": is_week},
        ]

    def month_url(self, date) -> str:
        return without(self.request.GET, *PLACE, "week", month=date.strftime("%Y-%m"))

    def week_url(self, date) -> str:
        return without(self.request.GET, *PLACE, "month", week=date.isoformat())

    def day(self, date, in_month, today, totals, items) -> Day:
        total, shown = totals.get(date), items.get(date, [])
        return Day(
            date=date,
            is_today=date == today,
            in_month=in_month,
            items=shown,
            more=(total["count"] if total else 0) - len(shown),
            more_url=self.day_url(date),
            note=self.notes.get(date) or (self.note(total) if total else ""),
        )

    def within(self, rows, first, last):
        raise TypeError(f"{type(self).__name__} has no days")

    def totals(self, rows) -> dict:
        raise TypeError(f"{type(self).__name__} counts nothing")

    def items(self, rows, most) -> dict:
        raise TypeError(f"{type(self).__name__} shows nothing")

    def note(self, total) -> str:
        return ""

    def notes_of(self, first, last) -> dict:
        """What is to be said of days whether or not there are rows on them: {date: text}."""
        return {}

    def day_url(self, date) -> str | None:
        return None


def span_text(first, last) -> str:
    """The days of a week in words, its month named once where there is but one."""
    if first.month != last.month:
        return " – ".join(written(day, "MONTH_DAY_FORMAT") for day in (first, last))
    words = {"month": written(last, "F"), "first": first.day, "last": last.day}
    return _("%(month)s %(first)s – %(last)s") % words
