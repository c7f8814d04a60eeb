"""Working calendars: which there are, a year of one, another version of one."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.ui.pages import CreatePage, RecordPage, VerbPage
from crm.views.plain import PlainEdit
from workflow.actions import calendar as calendars
from workflow.forms.calendar import CalendarForm, NewCalendarForm, RevisionForm, initial_of
from workflow.models import Calendar
from workflow.models.calendaruse import Calendars
from workflow.panels import calendar as panel

ICON = "calendar-time"
EARLIEST, LATEST = 1990, 2100


class CalendarPage(RecordPage):
    model, icon = Calendar, ICON


class CalendarList(CalendarPage):
    def get(self, request):
        rows = list(self.records().prefetch_related("versions", "uses__team"))
        for one in rows:
            one.now = one.version_on(timezone.localdate())
            one.week = panel.week_of(one.now) if one.now else []
        context = {"calendars": rows, "create_url": self.url_if_may("create", "create")}
        return render(request, "workflow/calendar/list.html", context)


class CalendarDetail(CalendarPage):
    """A year of it: ?year=2027."""

    def records(self):
        return super().records().prefetch_related("versions__created_by", "uses__team")

    def get(self, request, pk):
        record, today = self.record(), timezone.localdate()
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
        year = min(max(year, EARLIEST), LATEST)
        shown = record.version_on(today if year == today.year else date(year, 1, 1))
        context = {
            "record": record,
            "year": panel.draw(Calendars().of(record.pk), year),
            "shown": shown,
            "week": panel.week_of(shown) if shown else [],
            "versions": sorted(record.versions.all(), key=lambda one: one.pk, reverse=True),
            "teams": [use.team for use in record.uses.all()],
            "previous_url": f"?year={year - 1}" if year > EARLIEST else None,
            "next_url": f"?year={year + 1}" if year < LATEST else None,
            "revise_url": self.url_if_may("change", "revise", pk),
            "edit_url": self.url_if_may("change", "edit", pk),
            "list_url": self.url("list"),
        }
        return render(request, "workflow/calendar/detail.html", context)


class CalendarCreate(CalendarPage, CreatePage):
    form, action = NewCalendarForm, "create"
    title = _("New working calendar")

    def save(self, form):
        calendar = Calendar(name=form.cleaned_data["name"])
        return calendars.create(calendar, by=self.request.user, rules=form.rules())


class CalendarEdit(CalendarPage, PlainEdit):
    form, do, action = CalendarForm, calendars.edit, "change"


class CalendarRevise(CalendarPage, VerbPage):
    form, do, action = RevisionForm, calendars.revise, "change"
    title = _("Change %(record)s")
    lead = _("The calendar changes from a day on. What was counted before stays as it was.")
    submit_label = _("Save")
    done = _("The calendar changes from that day on.")

    def form_options(self, record):
        version = record.version_on(date.max)
        return {"initial": initial_of(version)} if version else {}

    def arguments(self, form):
        return {"valid_from": form.cleaned_data["valid_from"], "rules": form.rules()}
