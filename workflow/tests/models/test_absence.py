from datetime import date

import pytest
from django.db import IntegrityError, transaction

from workflow.models import Absence
from workflow.models.absence import absence_of, stand_in
from workflow.models.calendaruse import calendar_for
from workflow.tests.factories import AbsenceFactory

DAY = date(2026, 12, 16)


def test_who_is_away_is_known_by_day(ana, bruno):
    absence = AbsenceFactory(owner=ana)
    AbsenceFactory(owner=bruno, starts_on=date(2026, 12, 17), ends_on=date(2026, 12, 17))

    assert list(Absence.objects.on(DAY)) == [absence]
    assert Absence.objects.on(date(2026, 12, 18)).get() == absence
    assert not Absence.objects.on(date(2026, 12, 19)).exists()
    assert (absence_of(ana, DAY), absence_of(bruno, DAY)) == (absence, None)


def test_the_substitute_of_a_substitute_stands_in(ana, bruno, caio, dora):
    AbsenceFactory(owner=ana, substitute=bruno)
    AbsenceFactory(owner=bruno, substitute=caio)

    assert stand_in(ana, DAY) == caio
    assert stand_in(caio, DAY) is None
    AbsenceFactory(owner=caio, substitute=ana)
    assert stand_in(ana, DAY) is None


def test_nobody_stands_in_who_has_left(ana, bruno):
    AbsenceFactory(owner=ana, substitute=bruno)
    type(bruno).objects.filter(pk=bruno.pk).update(is_active=False)

    assert stand_in(ana, DAY) is None


def test_a_persons_calendar_is_closed_while_they_are_away(ana, bruno):
    AbsenceFactory(owner=ana)

    assert not calendar_for(person=ana, but_absences=True).is_business_day(DAY)
    assert calendar_for(person=ana).is_business_day(DAY)
    assert calendar_for(person=bruno, but_absences=True).is_business_day(DAY)


def test_no_path_writes_an_absence_that_ends_before_it_begins(ana):
    absence = AbsenceFactory(owner=ana)

    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.filter(pk=absence.pk).update(ends_on=date(2026, 12, 1))
