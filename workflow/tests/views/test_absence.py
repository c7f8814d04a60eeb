from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from workflow.models import Absence
from workflow.tests.factories import AbsenceFactory

LIST, CREATE = reverse("workflow:absence-list"), reverse("workflow:absence-create")


@pytest.fixture
def form(ana):
    today = timezone.localdate()
    return {"owner": ana.pk, "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=4)).isoformat()}


def away(person, days=0, **fields):
    day = timezone.localdate() + timedelta(days=days)
    return AbsenceFactory(owner=person, starts_on=day, ends_on=day + timedelta(days=2), **fields)


def test_one_enters_days_off_with_a_substitute(client_of, ana, bruno, form):
    answer = client_of(ana).post(CREATE, form | {"substitute": bruno.pk, "reason": "Holidays"})

    absence = Absence.objects.get()
    assert answer["Location"] == absence.get_absolute_url()
    assert (absence.owner, absence.substitute, absence.reason, absence.team) == (ana, bruno, "Holidays", ana.team)


def test_a_seller_is_offered_nobody_elses_absence(client_of, ana, bruno, form):
    answer = client_of(ana).post(CREATE, form | {"owner": bruno.pk})

    assert (answer.status_code, "owner" in answer.context["form"].errors) == (422, True)
    assert not Absence.objects.exists()


def test_the_list_shows_who_of_the_team_is_away(client_of, ana, bruno, caio):
    for person in (bruno, caio):
        away(person, substitute=ana)
    away(ana, days=-20)

    rows = client_of(ana).get(LIST, {"state": "open"}).content.decode()

    assert "Bruno Reis" in rows
    assert "Caio Luz" not in rows
    assert len(client_of(ana).get(LIST, {"state": "over"}).context["table"].rows) == 1
    assert len(client_of(ana).get(LIST, {"state": "now", "mine": "true"}).context["table"].rows) == 0


def test_the_page_names_person_days_and_substitute(client_of, ana, bruno):
    body = client_of(ana).get(away(ana, substitute=bruno, reason="Wedding").get_absolute_url()).content.decode()

    assert all(text in body for text in ("Ana Melo", "Bruno Reis", "Wedding"))


def test_a_colleagues_absence_is_read_and_not_changed(client_of, ana, bruno, form):
    absence = away(bruno)

    assert client_of(ana).get(absence.get_absolute_url()).status_code == 200
    assert client_of(ana).post(reverse("workflow:absence-edit", args=[absence.pk]), form).status_code == 404
    assert client_of(ana).post(reverse("workflow:absence-trash", args=[absence.pk])).status_code == 404
    assert Absence.objects.get(pk=absence.pk).owner == bruno


def test_days_are_changed_and_the_absence_is_taken_back(client_of, ana, form):
    absence, client = away(ana), client_of(ana)

    client.post(reverse("workflow:absence-edit", args=[absence.pk]), form | {"version": 1, "reason": "Longer"})
    client.post(reverse("workflow:absence-trash", args=[absence.pk]))

    absence.refresh_from_db()
    assert (absence.reason, absence.deleted_at is None) == ("Longer", False)


def test_a_stranger_finds_no_page(client_of, ana, caio):
    absence = away(ana, reason="Private")

    answer = client_of(caio).get(absence.get_absolute_url())

    assert answer.status_code == 404
    assert "Private" not in client_of(caio).get(LIST).content.decode()
