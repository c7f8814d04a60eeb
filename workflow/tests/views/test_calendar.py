import pytest
from django.urls import reverse
from django.utils import timezone

from workflow.models import Calendar, CalendarUse
from workflow.models.calendaruse import calendar_for

LIST, CREATE = reverse("workflow:calendar-list"), reverse("workflow:calendar-create")
HOURS = {f"day_{number}": "08:00-12:00, 13:30-18:00" if number < 5 else "" for number in range(7)}
FORM = HOURS | {"time_zone": "America/Sao_Paulo", "region": "BR-RS", "optional_days": ["Carnaval"]}


@pytest.fixture
def usual(db):
    return Calendar.objects.get()


def page(name, calendar):
    return reverse(f"workflow:calendar-{name}", args=[calendar.pk])


def test_everybody_reads_which_hours_are_worked(client_of, ana, usual):
    body = client_of(ana).get(LIST).content.decode()

    assert usual.name in body
    assert "08:00-12:00, 13:30-18:00" in body
    assert CREATE not in body


def test_a_year_shows_its_holidays_and_counts_its_business_days(client_of, ana, usual):
    answer = client_of(ana).get(page("detail", usual), {"year": "2026"})

    year = answer.context["year"]
    named = {day.date.isoformat(): day.told for day in year.named}
    assert named["2026-09-07"] == "Independência do Brasil, closed"
    assert year.business_days == sum(
        calendar_for().is_business_day(day.date)
        for month in year.months
        for week in month.weeks
        for day in week
        if day
    )
    assert "Independência do Brasil" in answer.content.decode()
    assert page("revise", usual) not in answer.content.decode()


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "0001", "9999"])
def test_any_year_in_the_address_gives_a_page(client_of, ana, usual, year):
    assert client_of(ana).get(page("detail", usual), {"year": year}).status_code == 200


def test_an_administrator_makes_a_calendar_and_gives_it_to_teams(client_of, dora, south):
    client = client_of(dora)
    special = {"holidays": "24/12 08:00-12:00 Christmas Eve", "exceptions": "19/12/2026 09:00-11:00 Stock-taking"}

    client.post(CREATE, FORM | special | {"name": "South's"})
    made = Calendar.objects.get(name="South's")
    client.post(page("edit", made), {"name": "The South's", "teams": [south.pk]})

    assert CalendarUse.objects.get(team=south).calendar.name == "The South's"
    [version] = made.versions.all()
    assert (version.region, version.optional_days) == ("BR-RS", ["Carnaval"])
    assert version.holidays == [{"day": "--12-24", "name": "Christmas Eve", "windows": [["08:00", "12:00"]]}]
    assert version.exceptions == [{"day": "2026-12-19", "name": "Stock-taking", "windows": [["09:00", "11:00"]]}]


def test_a_change_begins_on_its_day_and_the_form_shows_what_there_is(client_of, dora, usual):
    client, today = client_of(dora), timezone.localdate()

    shown = client.get(page("revise", usual)).content.decode()
    answer = client.post(
        page("revise", usual), FORM | {"valid_from": today.isoformat(), "day_5": "8h às 12h", "note": "Peak"}
    )

    assert "08:00-12:00, 13:30-18:00" in shown
    assert answer.status_code == 302
    version = usual.versions.get(valid_from=today)
    assert (version.windows[5], version.note, version.created_by) == ([["08:00", "12:00"]], "Peak", dora)
    assert "Peak" in client.get(page("detail", usual)).content.decode()


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("day_0", "12:00-08:00", "ends before it begins"),
        ("day_0", "8-12, 11-13", "overlap"),
        ("holidays", "Christmas", "is no day"),
        ("exceptions", "31/02 X", "no such day"),
        ("valid_from", "2020-01-01", "the past stays"),
        ("region", "BR-XX", "not one of the available"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_field_and_kept(client_of, dora, usual, field, text, told):
    form = FORM | {"valid_from": timezone.localdate().isoformat()}

    answer = client_of(dora).post(page("revise", usual), form | {field: text})

    assert answer.status_code == 422
    assert told in str(answer.context["form"].errors[field])
    assert usual.versions.count() == 1


def test_a_week_without_work_is_refused(client_of, dora):
    answer = client_of(dora).post(CREATE, FORM | {"name": "Never"} | dict.fromkeys(HOURS, ""))

    assert (answer.status_code, Calendar.objects.filter(name="Never").exists()) == (422, False)
    assert "At least one day" in answer.content.decode()


def test_a_second_calendar_of_the_same_name_is_refused(client_of, dora, usual):
    answer = client_of(dora).post(CREATE, FORM | {"name": usual.name})

    assert (answer.status_code, "name" in answer.context["form"].errors) == (422, True)


def test_others_find_no_way_to_change_it(client_of, ana, usual):
    client = client_of(ana)

    for url in (CREATE, page("edit", usual), page("revise", usual)):
        assert client.post(url, FORM | {"name": "Mine"}).status_code == 403
    assert Calendar.objects.get() == usual
    assert usual.versions.count() == 1
