"""Business calendars: a name, and versions that are never edited."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.lookup import SettingQuerySet
from crm.models.tracking import append_only, tracked
from crm.models.user import check_time_zone
from crm.ui.routes import record_url
from workflow.calendars import Rules, brazil
from workflow.calendars.written import day_of, windows_of

WEEK = [[["08:00", "12:00"], ["13:30", "18:00"]]] * 5 + [[], []]


class CalendarQuerySet(SettingQuerySet):
    def visible_to(self, user, action="view"):
        """Every colleague reads them; whose role says so keeps them."""
        may = user.is_active and (action == "view" or user.access.may(action, self.model))
        return self.all() if may else self.none()


class Calendar(models.Model):
    """When people work: chosen by teams, or by nobody and so the organisation's."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_default = models.BooleanField(_("for every team without one of its own"), default=False)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "name"]
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_calendar")
        ]
        triggers = tracked(moment="now()")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return record_url("workflow:calendar-detail", self.pk)

    def version_on(self, day) -> "CalendarVersion | None":
        """The one in force on a day, of the versions fetched with it; before all of them the first."""
        ordered = sorted(self.versions.all(), key=lambda one: (one.valid_from or one.EVER, one.pk))
        begun = [one for one in ordered if (one.valid_from or one.EVER) <= day]
        return (begun[-1:] or ordered[:1] or [None])[0]


def regions() -> list:
    """What may be asked of the law: nothing, the country, a state, the city that is known."""
    parts = [(f"{brazil.COUNTRY}-{part}", _part(part)) for part in brazil.REGIONS]
    return [("", pgettext_lazy("legal holidays", "None")), (brazil.COUNTRY, _("Brazil")), *parts]


def _part(part):
    return part if len(part) > 2 else f"{brazil.STATES[part]} ({part})"


def default_week():
    return [list(day) for day in WEEK]


class CalendarVersion(models.Model):
    """What a calendar says from a day on. Never edited: another one replaces it, and old figures stay.

    Of two that begin on the same day the later written one holds. `windows` has a list for each weekday from
    Monday, of ["08:00", "12:00"]; `holidays` and `exceptions` hold {"day", "name", "windows"}, the day without
    a year ("--12-24") for every year.
    """

    EVER = datetime.date.min

    calendar = models.ForeignKey(
        Calendar, models.PROTECT, related_name="versions", verbose_name=_("working calendar")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True, help_text=_("Empty: since ever."))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="America/Sao_Paulo", validators=[check_time_zone]
    )
    windows = models.JSONField(_("hours of work"), default=default_week)
    region = models.CharField(
        _("legal holidays of"), max_length=24, blank=True, default=brazil.COUNTRY, choices=regions
    )
    optional_days = models.JSONField(_("optional days off"), default=list, blank=True)
    holidays = models.JSONField(_("own holidays"), default=list, blank=True)
    exceptions = models.JSONField(_("exceptions"), default=list, blank=True)
    note = models.CharField(_("why"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "crm.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("created by")
    )

    class Meta:
        verbose_name = _("version of a working calendar")
        verbose_name_plural = _("versions of working calendars")
        ordering = ["calendar", "valid_from", "pk"]
        triggers = [append_only("a version of a calendar")]

    def __str__(self):
        return f"{self.calendar} ({self.valid_from or '…'})"

    def rules(self) -> Rules:
        """As arithmetic knows it."""
        start = {"valid_from": self.valid_from} if self.valid_from else {}
        return Rules(
            **start,
            zone=self.time_zone,
            week=tuple(map(windows_of, self.windows)),
            region=self.region,
            optional_days=tuple(self.optional_days),
            holidays=tuple(map(day_of, self.holidays)),
            exceptions=tuple(map(day_of, self.exceptions)),
            pk=self.pk,
        )
