"""The past as it was known, and what was learned since."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from crm.actions.history import acting
from crm.measures import Asking, Maturity, Period, Standing, kpi_of
from sales.models import Opportunity, StageMove
from sales.tests.factories import OpportunityFactory, stage_of

pytestmark = pytest.mark.django_db

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
NOON = datetime(2026, 10, 10, 15, tzinfo=UTC)


def clock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def won(owner, amount, at=NOON):
    with acting(owner, at=at):
        deal = OpportunityFactory(owner=owner, team=owner.team, amount=amount, opened_at=at - timedelta(days=9))
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage_of("won"))
    deal.refresh_from_db()
    return deal


def revenue(**asking):
    return kpi_of("sal.revenue_won").figure(Asking(**asking), OCTOBER)


def test_a_figure_as_known_then_does_not_know_what_was_entered_later(ana):
    won(ana, 100)
    known = clock()
    won(ana, 900)

    assert (revenue(as_of=known).value, revenue().value) == (100, 1000)


def test_reopening_takes_a_win_out_of_now_but_not_out_of_then(ana):
    won(ana, 7, at=NOON - timedelta(days=60))
    deal = won(ana, 100)
    known = clock()
    with acting(ana, at=NOON + timedelta(days=30)):
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage_of("open"))

    assert (revenue(as_of=known).value, revenue().value) == (100, 0)
    assert [fact.opportunity for fact in kpi_of("sal.revenue_won").rows(Asking(as_of=known), OCTOBER)] == [deal]


def test_who_takes_over_later_does_not_take_over_the_past(ana, bruno):
    deal = won(ana, 100)
    Opportunity.objects.filter(pk=deal.pk).update(owner=bruno, amount=5)

    parts = kpi_of("sal.revenue_won").breakdown(Asking(), OCTOBER, "owner")

    assert {owner: figure.value for owner, figure in parts.items()} == {ana.pk: 100}


def test_what_was_open_then_is_told_with_amount_and_owner_of_then(ana, bruno):
    with acting(ana, at=NOON):
        deal = OpportunityFactory(owner=ana, team=ana.team, amount=100, opened_at=NOON)
    with acting(bruno, at=NOON + timedelta(days=40)):
        Opportunity.objects.filter(pk=deal.pk).update(owner=bruno, amount=700)
    with acting(bruno, at=NOON + timedelta(days=41)):
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage_of("lost"))

    parts = kpi_of("sal.pipeline").breakdown(Asking(), OCTOBER, "owner")

    assert {owner: figure.value for owner, figure in parts.items()} == {ana.pk: 100}


def test_amounts_in_another_currency_are_left_out_and_counted(ana):
    won(ana, 100)
    with acting(ana, at=NOON):
        deal = OpportunityFactory(owner=ana, amount=50, currency="USD", opened_at=NOON)
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage_of("won"))

    figure = revenue()

    assert (figure.value, figure.n, figure.left_out) == (100, 1, 1)


def test_a_cohort_judges_nobody_before_its_window_has_passed(ana):
    won(ana, 100)
    kpi = kpi_of("sal.win_rate_cohort")
    day = {"zone": None}

    young = kpi.figure(Asking(as_of=datetime(2026, 11, 20, tzinfo=UTC), **day), OCTOBER)
    old = kpi.figure(Asking(as_of=datetime(2027, 3, 1, tzinfo=UTC), **day), OCTOBER)
    running = kpi.figure(Asking(as_of=datetime(2026, 10, 20, tzinfo=UTC), **day), OCTOBER)

    assert [one.maturity for one in (running, young, old)] == [Maturity.RUNNING, Maturity.IMMATURE, Maturity.FINAL]
    assert not young.judges
    assert not running.judges


def test_nought_and_nothing_are_told_apart(ana):
    won(ana, 100, at=NOON - timedelta(days=60))

    assert (revenue().standing, revenue().value) == (Standing.FIGURE, 0)
    assert kpi_of("mkt.aov").figure(Asking(), OCTOBER).standing == Standing.NO_DATA


def test_midnight_is_that_of_the_organization(ana):
    won(ana, 100, at=datetime(2026, 11, 1, 2, 59, tzinfo=UTC))
    won(ana, 900, at=datetime(2026, 11, 1, 3, 0, tzinfo=UTC))

    assert revenue().value == 100
    assert StageMove.objects.filter(to_stage__kind="won").count() == 2


def test_an_amount_told_later_was_not_known_then(ana):
    with acting(ana, at=NOON):
        deal = OpportunityFactory(owner=ana, team=ana.team, amount=100, opened_at=NOON, created_at=NOON)
    known = clock()
    with acting(ana, at=NOON + timedelta(days=1)):
        Opportunity.objects.filter(pk=deal.pk).update(amount=700)

    then, now = (kpi_of("sal.pipeline").figure(Asking(as_of=at), OCTOBER).value for at in (known, None))

    assert (then, now) == (100, 700)
