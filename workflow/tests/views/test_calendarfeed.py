import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from crm.actions import user as users
from crm.tests.factories import CompanyFactory
from workflow.actions import calendarfeed as feeds
from workflow.models import CalendarFeed
from workflow.tests.factories import TaskFactory

FEED = reverse("workflow:feed")


@pytest.fixture
def key(ana):
    return feeds.issue(by=ana, name="Phone")[1]


def read(key):
    return Client().get(FEED, {"key": key})


def titles(answer):
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def later(**delta):
    return timezone.now() + datetime.timedelta(**delta)


def test_it_shows_ones_own_open_tasks_and_those_one_takes_part_in(key, ana, bruno, caio):
    TaskFactory(title="Mine", owner=ana, due_at=later(days=1), about=CompanyFactory(name="Acme", owner=ana))
    TaskFactory(title="Hidden", owner=ana, due_at=later(days=1), about=CompanyFactory(name="Zenith", owner=caio))
    shared = TaskFactory(title="Shared", owner=caio, due_at=later(days=2))
    shared.participations.create(person=ana)
    TaskFactory(title="Of my team", owner=bruno, team=ana.team, due_at=later(days=1))
    TaskFactory(title="Done", owner=ana, due_at=later(days=1), done_at=timezone.now())
    TaskFactory(title="Undated", owner=ana)

    answer = read(key)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(answer) == {"Mine · Acme", "Hidden", "Shared"}


def test_the_key_is_long_shown_once_and_kept_nowhere(client_of, ana):
    answer = client_of(ana).post(reverse("workflow:calendarfeed-create"), {"name": "Phone"})

    address = answer.context["address"]
    secret = address.partition("key=")[2]
    assert len(secret) >= 40
    assert secret in answer.content.decode()
    assert secret not in client_of(ana).get(reverse("workflow:calendarfeed-list")).content.decode()
    assert secret not in str(CalendarFeed.objects.values())
    assert Client().get(address.partition("8000")[2] or f"{FEED}?key={secret}").status_code == 200


def test_a_revoked_a_wrong_and_no_key_show_nothing(client_of, key, ana):
    feed = CalendarFeed.objects.get()
    client_of(ana).post(reverse("workflow:calendarfeed-revoke", args=[feed.pk]))

    assert [read(one).status_code for one in (key, "wrong", "")] == [404, 404, 404]


def test_it_dies_with_the_account_and_does_not_come_back_with_it(key, ana, dora):
    users.deactivate(ana, by=dora)
    closed = read(key).status_code
    users.reactivate(ana, by=dora)

    assert (closed, read(key).status_code) == (404, 404)


def test_nobody_revokes_anothers_and_nothing_can_be_written(client_of, key, caio):
    feed = CalendarFeed.objects.get()

    assert client_of(caio).post(reverse("workflow:calendarfeed-revoke", args=[feed.pk])).status_code == 404
    assert Client().post(f"{FEED}?key={key}").status_code == 405
    assert read(key).status_code == 200


def test_its_reading_is_noted_once_an_hour(key):
    read(key)
    first = CalendarFeed.objects.get().last_used_at
    read(key)

    assert first is not None
    assert CalendarFeed.objects.get().last_used_at == first
