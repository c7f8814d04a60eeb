"""What must hold of every figure of a type, whatever the records: parts, order, bystanders, what came and went."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from crm.actions import record as records
from crm.measures import Asking, Count, Grain, Period, Sum, all_kpis, kpi_of
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory, UserFactory
from indicators.tests.story import noon, win
from indicators.tests.world import BEGIN, build, move
from sales.models import StageMove
from sales.tests.factories import OpportunityFactory, ProductFactory

pytestmark = pytest.mark.django_db
FIRST = BEGIN.date().replace(day=1)
LAST = date(2026, 11, 1)
SPAN = Period(FIRST, LAST)
MONTHS = Grain.MONTH.periods(FIRST, LAST)
SALES = [kpi for kpi in all_kpis() if kpi.key.startswith(("sal.", "mkt."))]


@pytest.fixture
def world(ana, bruno, caio):
    return build([ana, bruno, caio])


def told(kpis, period=SPAN, **asking):
    return {kpi.key: figure_of(kpi.figure(Asking(**asking), period)) for kpi in kpis}


def figure_of(figure):
    return figure.value, figure.numerator, figure.denominator, figure.n


def test_days_add_up_to_weeks_and_months_to_the_whole_for_counts_and_sums(world):
    for kpi in all_kpis():
        if isinstance(kpi, (Count, Sum)):
            whole = kpi.figure(Asking(), SPAN).numerator
            for grain in (Grain.DAY, Grain.MONTH):
                parts = kpi.series(Asking(), grain.periods(SPAN.start, SPAN.end))
                assert sum(one.numerator for one in parts) == whole, (kpi.key, grain)


def test_what_is_open_is_what_was_open_and_what_came_less_what_went(world):
    kpi = kpi_of("sal.open")
    for month in MONTHS:
        begin, end = month.bounds(Asking().zone)
        within = StageMove.objects.filter(moved_at__gte=begin, moved_at__lt=end)
        came = within.filter(to_stage__kind="open").exclude(from_stage__kind="open").count()
        went = within.filter(from_stage__kind="open").exclude(to_stage__kind="open").count()
        before = kpi.figure(Asking(), Period(month.start - timedelta(days=1), month.start)).numerator
        assert kpi.figure(Asking(), month).numerator == before + came - went, month


def test_shares_lie_between_nought_and_a_hundred(world):
    for kpi in all_kpis():
        if kpi.unit == "percent" and kpi.denominator is not None and not kpi.numerator.of:
            for one in kpi.series(Asking(), MONTHS):
                assert one.value is None or 0 <= one.value <= 100, (kpi.key, one)
                assert one.numerator <= one.denominator, (kpi.key, one)


EVENTS = [(amount, date(2026, 1 + at % 6, 3 + at)) for at, amount in enumerate(range(100, 2000, 100))]


def test_the_order_in_which_records_were_written_changes_nothing(ana):
    found = []
    for seed in range(3):
        events = EVENTS[:]
        random.Random(seed).shuffle(events)
        with transaction.atomic():
            for amount, day in events:
                win(ana, amount, day)
            found.append(
                told(
                    [
                        kpi_of("sal.revenue_won"),
                        kpi_of("mkt.aov"),
                        kpi_of("sal.cycle"),
                        kpi_of("sal.win_rate_decided"),
                    ]
                )
            )
            transaction.set_rollback(True)

    assert found[0]["sal.revenue_won"][0] == sum(amount for amount, __ in EVENTS)
    assert found[0] == found[1] == found[2]


def test_records_that_have_nothing_to_do_with_it_change_nothing(world, ana, dora):
    before = told(SALES)

    company = CompanyFactory(owner=ana)
    ContactFactory(owner=ana)
    ActivityFactory(about=company, owner=ana)
    ProductFactory()
    UserFactory()
    gone = win(ana, 9999, date(2026, 3, 3))
    records.trash(gone, by=dora)
    late = OpportunityFactory(owner=ana, opened_at=noon(LAST + timedelta(days=9)), created_at=timezone.now())
    move(late, "won", ana, noon(LAST + timedelta(days=12)))

    assert told(SALES) == before


def test_asking_twice_gives_the_same_answer_and_the_same_digest(world):
    for kpi in all_kpis():
        asking = Asking(is_traced=True)
        first, second = kpi.figure(asking, SPAN), kpi.figure(asking, SPAN)
        assert first == second
        assert first.digest, kpi.key


def test_the_digest_of_a_series_is_that_of_its_figures(world):
    for kpi in all_kpis():
        asking = Asking(is_traced=True)
        digests = [one.digest for one in kpi.series(asking, MONTHS[:3])]
        assert digests == [kpi.figure(asking, month).digest for month in MONTHS[:3]], kpi.key


def test_the_facts_listed_with_a_figure_are_the_ones_one_may_drill_into(world):
    found = 0
    for kpi in all_kpis():
        for figure in kpi.series(Asking(is_listed=True), MONTHS):
            for role, facts in (figure.members or {}).items():
                rows = kpi.rows(Asking(), figure.period, role)
                assert facts["ids"] == sorted(rows.values_list("pk", flat=True)), (kpi.key, role)
                assert facts["amounts"] is None or len(facts["amounts"]) == len(facts["ids"])
                found += len(facts["ids"])
    assert found > 100


def test_one_more_fact_is_another_digest(ana):
    win(ana, 100, date(2026, 3, 3))
    kpi, asking = kpi_of("sal.revenue_won"), Asking(is_traced=True)
    before = kpi.figure(asking, SPAN).digest

    win(ana, 0, date(2026, 3, 4))

    assert kpi.figure(asking, SPAN).digest != before
