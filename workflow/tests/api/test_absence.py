from workflow.models import Absence
from workflow.tests.factories import AbsenceFactory

URL = "/api/v1/absences/"
DAYS = {"starts_on": "2027-01-04", "ends_on": "2027-01-22"}


def test_an_absence_is_entered_changed_and_taken_back(api_of, ana, bruno):
    api = api_of(ana)

    made = api.post(URL, DAYS | {"substitute": bruno.pk, "reason": "Holidays"})
    one = f"{URL}{made.json()['id']}/"

    assert made.status_code == 201, made.content
    assert (made.json()["owner"], made.json()["substitute"]) == (ana.pk, bruno.pk)
    assert api.patch(one, {"ends_on": "2027-01-15"}).json()["ends_on"] == "2027-01-15"
    assert api.delete(one).status_code == 204
    assert not Absence.objects.alive().exists()


def test_a_colleagues_absence_is_not_ones_own_to_enter(api_of, ana, bruno):
    assert api_of(ana).post(URL, DAYS | {"owner": bruno.pk}).status_code == 403
    assert api_of(bruno).post(URL, DAYS | {"owner": ana.pk}).status_code == 201


def test_days_in_the_wrong_order_are_refused(api_of, ana):
    answer = api_of(ana).post(URL, {"starts_on": "2027-01-22", "ends_on": "2027-01-04"})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["ends_on"])


def test_a_stranger_sees_none_of_it(api_of, ana, caio):
    absence = AbsenceFactory(owner=ana, reason="Private")

    assert api_of(caio).get(f"{URL}{absence.pk}/").status_code == 404
    assert api_of(caio).get(URL).json()["results"] == []
