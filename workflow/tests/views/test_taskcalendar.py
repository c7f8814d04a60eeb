import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from workflow.tests.factories import TaskFactory

CALENDAR = reverse("workflow:task-calendar")


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def days(response):
    return {
        day.date: ([item.label for item in day.items], day.more)
        for week in response.context["weeks"]
        for day in week
        if day.items
    }


def test_each_deadline_stands_on_its_day_and_the_rest_is_counted(client_of, ana, caio):
    day = datetime.date(2027, 3, 10)
    for number in range(6):
        TaskFactory(title=f"T{number}", owner=ana, due_at=noon(day) + datetime.timedelta(minutes=number))
    TaskFactory(title="Zenith", owner=caio, due_at=noon(day))

    response = client_of(ana).get(CALENDAR, {"month": "2027-03"})

    assert days(response) == {day: (["T0", "T1", "T2", "T3"], 2)}


def test_a_week_shows_more_of_each_day(client_of, ana):
    day = datetime.date(2027, 3, 10)
    for number in range(6):
        TaskFactory(title=f"T{number}", owner=ana, due_at=noon(day) + datetime.timedelta(minutes=number))

    response = client_of(ana).get(CALENDAR, {"week": "2027-03-10"})

    assert len(response.context["weeks"]) == 1
    assert days(response)[day][1] == 0


@pytest.mark.parametrize("query", [{"month": "x"}, {"week": "2027-99-99"}, {"month": "0001-01"}])
def test_what_cannot_be_read_is_refused(client_of, ana, query):
    assert client_of(ana).get(CALENDAR, query).status_code == 400
