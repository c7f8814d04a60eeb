"""The types no metric of the catalogue shows yet, tried on activities."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import Case, IntegerField, Value, When

from crm.measures import Asking, Period, Score, Standing
from crm.models import Activity
from crm.tests.factories import ActivityFactory, CompanyFactory

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


class Mood(Score):
    """Calls that reached somebody speak well of the day, those that did not ill; all others say nothing."""

    key, label, subject = "test.mood", "Mood", Activity
    placed_by = "occurred_at"
    words = {"points": "the point of the call"}

    def facts(self, asking):
        points = Case(
            When(outcome="reached", then=Value(1)),
            When(outcome="no_answer", then=Value(-1)),
            default=Value(0),
            output_field=IntegerField(),
        )
        return super().facts(asking).annotate(points=points)


def spoke(outcome, times=1):
    company = CompanyFactory()
    for __ in range(times):
        ActivityFactory(about=company, kind="call", outcome=outcome, occurred_at=datetime(2026, 3, 9, 15, tzinfo=UTC))


def test_a_score_is_the_share_for_less_the_share_against():
    spoke("reached", 5)
    spoke("no_answer", 2)
    spoke("", 1)

    found = Mood().figure(Asking(), MARCH)

    assert (found.value, found.numerator, found.denominator) == (Decimal("37.5"), 3, 8)


def test_as_many_for_as_against_are_nought_and_nobody_is_no_data():
    assert Mood().figure(Asking(), MARCH).standing == Standing.NO_DATA

    spoke("reached")
    spoke("no_answer")

    assert Mood().figure(Asking(), MARCH).value == 0


def test_the_worst_is_minus_a_hundred():
    spoke("no_answer", 3)

    assert Mood().figure(Asking(), MARCH).value == -100
