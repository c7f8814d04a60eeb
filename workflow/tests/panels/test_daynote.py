import datetime

import pytest
from django.utils import timezone

from conftest import person
from workflow.actions.calendar import revise
from workflow.models import Calendar
from workflow.panels.daynote import day_notes
from workflow.tests.factories import AbsenceFactory

pytestmark = pytest.mark.django_db
CHRISTMAS = datetime.date(2026, 12, 25)
WEEK = datetime.date(2026, 12, 20), datetime.date(2026, 12, 26)


def away(owner, day, days=1):
    return AbsenceFactory(
        owner=owner, team=owner.team, starts_on=day, ends_on=day + datetime.timedelta(days=days - 1)
    )


def test_holidays_and_who_is_away_are_told_of_each_day_and_usual_days_say_nothing(ana, bruno):
    away(bruno, CHRISTMAS - datetime.timedelta(days=1), 2)
    away(bruno, CHRISTMAS)

    found = day_notes(ana, *WEEK)

    assert found == {
        CHRISTMAS - datetime.timedelta(days=1): "Away: Bruno Reis",
        CHRISTMAS: f"{found[CHRISTMAS].partition(' · ')[0]} · Away: Bruno Reis",
    }
    assert not found[CHRISTMAS].startswith("Away")


def test_many_are_counted_and_absences_one_may_not_see_are_not_told(ana, bruno, caio, south):
    day = datetime.date(2026, 12, 22)
    for name in ("Eva Sá", "Rui Sá", "Zoe Sá"):
        away(person(name, south, "seller"), day)
    away(caio, day)

    assert day_notes(ana, *WEEK)[day] == "Away: Eva Sá, Rui Sá and 1 more"
    assert day_notes(caio, *WEEK)[day] == "Away: Caio Luz"


def test_an_exception_without_a_name_is_told_as_one(ana, dora):
    rules = {"exceptions": [{"day": "2026-12-26", "name": "", "windows": [["08:00", "12:00"]]}]}
    revise(Calendar.objects.get(), by=dora, valid_from=timezone.localdate(), rules=rules)

    assert day_notes(ana, *WEEK)[datetime.date(2026, 12, 26)] == "Exception"


def test_it_asks_as_often_for_many_as_for_none(ana, bruno, django_assert_max_num_queries):
    for number in range(5):
        away(bruno, datetime.date(2026, 12, 21 + number))

    with django_assert_max_num_queries(7):
        day_notes(ana, *WEEK)
