from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction
from django.utils import timezone

from crm.models import HistoryEntry, Team
from workflow.actions import calendar as calendars
from workflow.models import Calendar, CalendarUse, CalendarVersion
from workflow.models.calendaruse import Calendars, calendar_for
from workflow.tests.factories import CalendarFactory, CalendarUseFactory, CalendarVersionFactory, TaskFactory

ZONE = ZoneInfo("America/Sao_Paulo")
LONG = [[["06:00", "18:00"]]] * 7


def test_every_installation_has_a_calendar_of_business_hours(db):
    [calendar] = Calendar.objects.all()

    [version] = calendar.versions.all()
    assert (calendar.is_default, version.region, version.valid_from) == (True, "BR", None)
    assert version.windows[0] == [["08:00", "12:00"], ["13:30", "18:00"]]
    assert version.windows[5:] == [[], []]
    assert calendars.install_default() == calendar


def test_a_version_is_never_rewritten_by_any_path(db):
    version = CalendarVersionFactory()

    for rewrite in (
        lambda: CalendarVersion.objects.filter(pk=version.pk).update(region=""),
        lambda: CalendarVersion.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(InternalError, match="append-only"), transaction.atomic():
            rewrite()
    assert CalendarVersion.objects.get(pk=version.pk).region == "BR"


def test_a_change_holds_from_its_day_on_and_the_days_before_stay(dora):
    calendar, today = Calendar.objects.get(), timezone.localdate()

    calendars.revise(calendar, by=dora, valid_from=today + timedelta(days=7), rules={"windows": LONG, "region": ""})

    found = calendar_for()
    assert found.windows(today + timedelta(days=7)) == ((360, 1080),)
    assert found.windows(date(2026, 7, 6)) == ((480, 720), (810, 1080))
    assert HistoryEntry.objects.about(calendar).filter(verb="revised", actor=dora).exists()


def test_the_later_written_of_two_versions_of_a_day_holds(dora):
    calendar, day = Calendar.objects.get(), timezone.localdate()
    for end in ("10:00", "11:00"):
        calendars.revise(calendar, by=dora, valid_from=day, rules={"windows": [[["09:00", end]]] * 7, "region": ""})

    assert calendar_for().windows(day) == ((540, 660),)


def test_the_past_is_not_counted_anew(dora):
    calendar = Calendar.objects.get()

    with pytest.raises(ValidationError, match="past stays"):
        calendars.revise(calendar, by=dora, valid_from=timezone.localdate() - timedelta(days=1), rules={})
    with pytest.raises(ValidationError, match="At least one day"):
        calendars.revise(calendar, by=dora, valid_from=timezone.localdate(), rules={"windows": [[]] * 7})
    assert calendar.versions.count() == 1


@pytest.mark.parametrize("name", ["ana", "bruno", "enzo"])
def test_others_than_administrators_keep_their_hands_off(request, name):
    user, calendar = request.getfixturevalue(name), Calendar.objects.get()

    for verb in (
        lambda: calendars.revise(calendar, by=user, valid_from=timezone.localdate(), rules={"windows": LONG}),
        lambda: calendars.edit(calendar, by=user, values={"name": "Mine"}),
        lambda: calendars.create(Calendar(name="Mine"), by=user, rules={"windows": LONG}),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert (Calendar.objects.get().name, calendar.versions.count()) == (calendar.name, 1)


def test_a_team_follows_its_own_calendar_and_those_below_with_it(dora, south, north):
    below = Team.objects.create(name="Serra", parent=south)
    shift = calendars.create(Calendar(name="Shifts"), by=dora, rules={"windows": LONG, "region": ""})

    calendars.edit(shift, by=dora, values={"teams": [south]})

    sunday = date(2026, 11, 22)
    assert [calendar_for(team=team).is_business_day(sunday) for team in (south, below, north)] == [True, True, False]
    assert calendar_for(person=dora).is_business_day(sunday)
    assert not calendar_for().is_business_day(sunday)


def test_a_team_that_gets_another_calendar_leaves_the_first(dora, south):
    first, second = CalendarUseFactory(team=south).calendar, CalendarFactory()

    calendars.edit(second, by=dora, values={"teams": [south]})
    assert CalendarUse.objects.get().calendar == second
    calendars.edit(second, by=dora, values={"teams": []})
    assert not CalendarUse.objects.exists()
    assert first.uses.count() == 0


def test_one_calendar_is_everybodys(dora):
    usual, other = Calendar.objects.get(), CalendarFactory()

    with pytest.raises(ValidationError, match="everybody's"):
        calendars.edit(usual, by=dora, values={"is_default": False})
    calendars.edit(other, by=dora, values={"is_default": True})

    assert list(Calendar.objects.filter(is_default=True)) == [other]


def test_what_a_task_took_is_counted_by_its_teams_calendar_and_names_the_version(ana):
    created = datetime(2026, 11, 18, 17, tzinfo=ZONE)  # Wednesday; Friday is the day of Zumbi
    task = TaskFactory(owner=ana, created_at=created)

    seconds, version = calendars.worked_seconds(task, datetime(2026, 11, 23, 9, tzinfo=ZONE))

    assert seconds == (1 + 8.5 + 1) * 3600
    assert version == CalendarVersion.objects.get().pk
    assert calendars.worked_seconds(task, created - timedelta(hours=3))[0] == 0


def test_a_deadline_in_business_time_passes_over_nights_and_holidays(ana):
    start = datetime(2026, 11, 19, 17, 30, tzinfo=ZONE)

    assert calendars.due_after(start, 60, person=ana) == datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)


def test_many_tasks_are_counted_with_a_handful_of_queries(ana, django_assert_max_num_queries):
    tasks = [TaskFactory(owner=ana, created_at=timezone.now() - timedelta(days=days)) for days in range(20)]
    known = Calendars()

    with django_assert_max_num_queries(4):
        for task in tasks:
            calendars.worked_seconds(task, timezone.now(), known)
