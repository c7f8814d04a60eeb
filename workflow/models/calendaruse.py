"""Whose work follows which calendar."""

from collections import defaultdict
from functools import cached_property, lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models import Team
from crm.models.tracking import tracked
from workflow.calendars import BusinessCalendar
from workflow.models.absence import Absence
from workflow.models.calendar import Calendar, CalendarVersion


class CalendarUse(models.Model):
    """A team works by a calendar, and so do the teams below it that have none of their own."""

    team = models.OneToOneField("crm.Team", models.CASCADE, related_name="+", verbose_name=_("team"))
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="uses", verbose_name=_("working calendar"))

    class Meta:
        verbose_name = _("calendar of a team")
        verbose_name_plural = _("calendars of teams")
        triggers = tracked(moment="now()")

    def __str__(self):
        return f"{self.team}: {self.calendar}"


# What was added up for a calendar is of use as long as its versions are these.
_built = lru_cache(maxsize=128)(BusinessCalendar)


class Calendars:
    """All calendars as of now, read at most once: `Calendars().of_team(7)` for many tasks in a row."""

    def of_team(self, team_id: int | None) -> BusinessCalendar:
        seen = set()
        while team_id is not None and team_id not in seen:
            if team_id in self._uses:
                return self.of(self._uses[team_id])
            seen.add(team_id)
            team_id = self._parents.get(team_id)
        return self.of(self._default)

    def of(self, calendar_id: int | None) -> BusinessCalendar:
        return _built(self._versions.get(calendar_id, ()))

    @cached_property
    def _uses(self) -> dict[int, int]:
        return dict(CalendarUse.objects.values_list("team_id", "calendar_id"))

    @cached_property
    def _parents(self) -> dict[int, int]:
        return dict(Team.objects.values_list("pk", "parent_id"))

    @cached_property
    def _default(self) -> int | None:
        return next((one.calendar_id for one in self._written if one.calendar.is_default), None)

    @cached_property
    def _written(self) -> list[CalendarVersion]:
        return list(CalendarVersion.objects.select_related("calendar").order_by("pk"))

    @cached_property
    def _versions(self) -> dict[int, tuple]:
        found = defaultdict(dict)
        for version in self._written:
            # A later one of the same day takes the place of the earlier.
            rules = version.rules()
            found[version.calendar_id][rules.valid_from] = rules
        return {
            calendar: tuple(sorted(one.values(), key=lambda rules: rules.valid_from))
            for calendar, one in found.items()
        }


def calendar_for(*, task=None, person=None, team=None, calendars: Calendars | None = None, but_absences=False):
    """The BusinessCalendar of a task (its team's, else its responsible's), a person or a team.

    Without any of them the organisation's. With `but_absences` the person's own days off are closed too.
    """
    if task is not None:
        person = person or task.owner
    team_id = next((one for one in (team and team.pk, task and task.team_id, person and person.team_id) if one), None)
    found = (calendars or Calendars()).of_team(team_id)
    if but_absences and person is not None:
        return found.without(Absence.objects.alive().filter(owner=person).values_list("starts_on", "ends_on"))
    return found
