from workflow.models import Calendar
from workflow.tests.factories import CalendarUseFactory, CalendarVersionFactory

URL = "/api/v1/calendars/"


def test_every_colleague_reads_hours_holidays_and_teams(api_of, nina, south):
    usual = Calendar.objects.get()
    CalendarUseFactory(calendar=usual, team=south)
    CalendarVersionFactory(calendar=usual, valid_from="2027-01-01", region="BR-RS")

    [found] = api_of(nina).get(URL).json()["results"]

    assert (found["name"], found["is_default"], found["teams"]) == (usual.name, True, [south.pk])
    regions = [(one["valid_from"], one["region"]) for one in found["versions"]]
    assert regions == [
        ("2027-01-01", "BR-RS"),
        (None, "BR"),
    ]
    assert found["versions"][1]["windows"][0] == [["08:00", "12:00"], ["13:30", "18:00"]]


def test_nobody_writes_through_it(api_of, dora):
    assert api_of(dora).post(URL, {"name": "X"}).status_code == 405
    assert Calendar.objects.count() == 1
