from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from workflow.actions import absence as absences
from workflow.models import Absence

DAYS = {"starts_on": date(2026, 12, 14), "ends_on": date(2026, 12, 18)}


def test_a_person_enters_their_own_days_off(ana, bruno):
    absence = absences.create(Absence(**DAYS, substitute=bruno), by=ana)

    assert (absence.owner, absence.team, absence.substitute) == (ana, ana.team, bruno)


def test_a_head_enters_those_of_the_team_and_nobody_those_of_colleagues(ana, bruno, caio):
    assert absences.create(Absence(owner=ana, **DAYS), by=bruno).team == ana.team
    for by, whose in ((ana, bruno), (ana, caio), (bruno, caio)):
        with pytest.raises(PermissionDenied):
            absences.create(Absence(owner=whose, **DAYS), by=by)
    assert Absence.objects.count() == 1


def test_ones_own_absence_is_not_handed_to_a_colleague(ana, bruno):
    absence = absences.create(Absence(**DAYS), by=ana)

    with pytest.raises(PermissionDenied):
        absences.edit(absence, by=ana, values={"owner": bruno})
    assert Absence.objects.get().owner == ana


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"starts_on": date(2026, 12, 20)}, "before the first"),
        ({"substitute": "ana"}, "stands in for themselves"),
    ],
)
def test_what_makes_no_sense_is_refused(ana, values, told):
    values = {name: ana if value == "ana" else value for name, value in values.items()}

    with pytest.raises(ValidationError, match=told):
        absences.create(Absence(**(DAYS | values)), by=ana)


def test_two_absences_of_a_person_share_no_day(ana, bruno):
    absences.create(Absence(**DAYS), by=ana)

    with pytest.raises(ValidationError, match="shares days"):
        absences.create(Absence(starts_on=DAYS["ends_on"], ends_on=date(2026, 12, 31)), by=ana)
    absences.create(Absence(starts_on=date(2026, 12, 19), ends_on=date(2026, 12, 31)), by=ana)
    absences.create(Absence(**DAYS), by=bruno)
    assert Absence.objects.count() == 3
