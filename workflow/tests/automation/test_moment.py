from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType

from crm.models import Company
from crm.tests.factories import CompanyFactory, CustomFieldFactory
from workflow.automation.clock import shifted
from workflow.automation.moment import Distance, reached
from workflow.automation.term import own_terms
from workflow.calendars import BusinessCalendar
from workflow.models import Task
from workflow.tests.factories import TaskFactory

ZONE = ZoneInfo("America/Sao_Paulo")
WEEK = BusinessCalendar()


def at(day, hour=9, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("value", "amount", "unit", "moment"),
    [
        (date(2026, 11, 20), -3, "days", at(17, 8)),
        (date(2026, 11, 20), 0, "days", at(20, 8)),
        (at(20, 15), 2, "business_days", at(24, 15)),
        (at(21, 15), 1, "business_days", at(23, 15)),
        (at(23, 15), -1, "business_days", at(19, 15)),
        (at(20, 15), 90, "minutes", at(20, 16, 30)),
        (at(20, 15), -48, "hours", at(18, 15)),
    ],
)
def test_the_moment_that_lies_so_far_from_a_date(value, amount, unit, moment):
    assert Distance(amount, unit).moment(value, ZONE, WEEK) == moment


def test_nine_in_the_morning_stays_nine_when_the_clocks_change():
    lisbon = ZoneInfo("Europe/Lisbon")
    before = datetime(2026, 10, 24, 9, tzinfo=lisbon)

    assert Distance(2, "days").moment(before, lisbon, WEEK) == datetime(2026, 10, 26, 9, tzinfo=lisbon)


@pytest.mark.parametrize("unit", ["minutes", "hours", "days", "business_days"])
@pytest.mark.parametrize("amount", [-40, -3, -1, 0, 1, 2, 5, 33])
def test_what_is_looked_up_is_exactly_what_has_its_moment_then(dora, unit, amount):
    """Narrowing by an index must not lose a row: every row is asked by itself as well."""
    values = {}
    for number in range(0, 24 * 40, 7):
        due = at(1, 0) + timedelta(hours=number, minutes=number % 60)
        values[TaskFactory(owner=dora, due_at=due).pk] = due
    distance, term = Distance(amount, unit), term_of(Task, "due_at")

    for begins, ends in ((at(18, 10), at(18, 10, 1)), (at(13, 23), at(16, 9)), (at(5), at(19))):
        found = dict(reached(Task.objects.all(), term, distance, begins, ends, WEEK))
        expected = {pk: distance.moment(due, ZONE, WEEK) for pk, due in values.items()}
        assert found == {pk: moment for pk, moment in expected.items() if begins < moment <= ends}


@pytest.mark.parametrize("unit", ["hours", "days", "business_days"])
@pytest.mark.parametrize("amount", [-40, -1, 0, 2, 33])
def test_a_custom_date_is_looked_up_as_exactly(dora, unit, amount):
    kind = ContentType.objects.get_for_model(Company)
    CustomFieldFactory(record_type=kind, key="con__tract", label="Contract", kind="date")
    days = {CompanyFactory(owner=dora, custom={"con__tract": str(day)}).pk: day for day in map(november, range(40))}
    CompanyFactory(owner=dora, custom={"con__tract": "soon", "other": str(november(18))})
    distance, term = Distance(amount, unit), term_of(Company, "custom.con__tract")

    for begins, ends in ((at(18, 7), at(18, 8)), (at(13, 23), at(16, 9)), (at(5), at(19))):
        found = dict(reached(Company.objects.all(), term, distance, begins, ends, WEEK))
        expected = {pk: distance.moment(day, ZONE, WEEK) for pk, day in days.items()}
        assert found == {pk: moment for pk, moment in expected.items() if begins < moment <= ends}


def november(number):
    return date(2026, 11, 1) + timedelta(days=number)


def term_of(model, path):
    return next(term for term in own_terms(model) if term.path == path)


def test_business_days_skip_weekends_and_holidays_both_ways():
    """The 20th of November, a Friday, is a holiday."""
    assert shifted(date(2026, 11, 20), 1, WEEK) == date(2026, 11, 23)
    assert shifted(date(2026, 11, 23), -1, WEEK) == date(2026, 11, 19)
    assert shifted(date(2026, 11, 21), 0, WEEK) == date(2026, 11, 21)
