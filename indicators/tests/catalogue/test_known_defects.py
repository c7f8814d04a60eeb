"""Fifteen ways in which dashboards of other CRM systems are known to tell wrong numbers. None of them is ours."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm.actions.history import acting
from crm.measures import Asking, Grain, Period, all_kpis, kpi_of
from crm.models import Organization, User
from indicators.tests.story import noon, win
from sales.models import Opportunity, StageMove
from sales.tests.factories import OpportunityFactory, stage_of
from workflow.actions.taskclock import freeze_missing
from workflow.models import Task
from workflow.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JANUARY, FEBRUARY = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1), date(2026, 3, 1))
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def value(key, period, **asking):
    return kpi_of(key).figure(Asking(**asking), period).value


def opened(seller, day, amount=100, **fields):
    with acting(seller, at=noon(day)):
        return OpportunityFactory(
            owner=seller, team=seller.team, amount=amount, opened_at=noon(day), created_at=noon(day), **fields
        )


def moved(deal, stage, day, **values):
    with acting(deal.owner, at=noon(day)):
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage, **values)


def test_1_a_steady_rate_shows_no_change_over_any_window_also_where_the_clock_changes(ana):
    """Windows of N days against N-1 show growth where there is none."""
    Organization.objects.update(time_zone="America/Sao_Paulo")
    begin = date(2018, 1, 1)
    with acting(None):
        deals = Opportunity.objects.bulk_create(
            Opportunity(
                name="Steady",
                owner=ana,
                team=ana.team,
                pipeline=stage_of().pipeline,
                stage=stage_of(),
                opened_at=noon(begin + at * DAY),
                created_at=noon(begin + at * DAY),
            )
            for at in range(2 * 366)
        )
    assert len(deals) == 732

    for days in (1, 2, 6, 7, 8, 28, 29, 30, 31, 90, 181, 365, 366):
        window = Period(date(2019, 12, 31) - days * DAY, date(2019, 12, 31))
        now, before = value("sal.opps_created", window), value("sal.opps_created", window.before())
        if window.before().start >= begin:
            assert (now, before) == (days, days)


def test_2_card_and_chart_place_a_win_on_the_day_it_was_won(ana):
    """A trend by creation date and present status disagrees with the card, and past days change."""
    deal = opened(ana, date(2026, 1, 10))
    kpi, months = kpi_of("sal.revenue_won"), [JANUARY, FEBRUARY]
    assert [one.value for one in kpi.series(Asking(), months)] == [None, None]

    moved(deal, stage_of("won"), date(2026, 2, 20))

    assert [one.numerator for one in kpi.series(Asking(), months)] == [0, 100]
    assert value("sal.revenue_won", FEBRUARY) == 100


def test_3_what_was_open_before_does_not_depend_on_what_is_open_now(ana):
    """Counting what was created then and is still open now makes every present look like growth."""
    gone, stays = opened(ana, date(2026, 1, 5)), opened(ana, date(2026, 1, 6))
    assert value("sal.open", JANUARY) == 2

    moved(gone, stage_of("lost"), date(2026, 2, 10))
    moved(stays, stage_of("won"), date(2026, 2, 11))

    assert (value("sal.open", JANUARY), value("sal.open", FEBRUARY)) == (2, 0)


def test_4_a_funnel_keeps_deals_that_were_lost_since_and_counts_a_return_once(ana):
    """Counting rows of status changes, or leaving out what is lost now, falsifies a conversion."""
    first, second = stage_of("open", 0), stage_of("open", 1)
    lost = opened(ana, date(2026, 1, 2), stage=first)
    moved(lost, second, date(2026, 1, 4))
    moved(lost, first, date(2026, 1, 6))
    moved(lost, second, date(2026, 1, 8))
    moved(lost, stage_of("lost"), date(2026, 1, 10))
    opened(ana, date(2026, 1, 3), stage=first)

    found = kpi_of("sal.stage_conversion").breakdown(Asking(), JANUARY, "stage")[first.pk]

    assert (found.numerator, found.denominator) == (1, 2)


def test_5_the_pipeline_of_a_past_month_holds_its_amounts_and_what_was_lost_since(ana):
    """Weighing the past with the present, wins at a hundred per cent, makes every forecast come true."""
    deal = opened(ana, date(2026, 1, 5), amount=500)
    moved(deal, stage_of("lost"), date(2026, 2, 10), amount=9000)

    assert value("sal.pipeline", JANUARY) == 500


def task(seller, due, done=None):
    made = TaskFactory(owner=seller, team=seller.team, due_at=noon(due), created_at=noon(due) - 5 * DAY)
    if done:
        Task.objects.filter(pk=made.pk).update(done_at=noon(done))
    return made


def test_6_what_was_due_and_is_still_open_counts_as_missed(ana):
    """Fulfilled over resolved leaves out the worst cases, and can pass a hundred per cent."""
    task(ana, date(2026, 1, 10), done=date(2026, 1, 9))
    task(ana, date(2026, 1, 11), done=date(2026, 1, 20))
    task(ana, date(2026, 1, 12))
    task(ana, date(2026, 2, 2), done=date(2026, 1, 31))

    found = kpi_of("wf.on_time").figure(Asking(), JANUARY)

    assert (found.numerator, found.denominator) == (1, 3)


def test_7_times_are_not_rounded_before_they_are_averaged(ana):
    """An hour and a half is no day."""
    made = TaskFactory(owner=ana, created_at=datetime(2026, 1, 12, 12, tzinfo=UTC))
    Task.objects.filter(pk=made.pk).update(done_at=datetime(2026, 1, 12, 13, 30, tzinfo=UTC))
    freeze_missing()

    assert value("wf.solution_time", JANUARY) == Decimal("1.5")


def test_8_a_past_quarter_moves_with_no_date_amount_or_membership_edited_later(ana, bruno, north):
    """Wins placed by an editable date, teams as they are today: last quarter changes silently."""
    deal = win(ana, 700, date(2026, 1, 20))
    south, quarter = ana.team, Grain.QUARTER.period(date(2026, 1, 1))
    before = {
        key: value(key, quarter, scope={"team": south.pk}) for key in ("sal.revenue_won", "sal.win_rate_decided")
    }

    Opportunity.objects.filter(pk=deal.pk).update(closes_on=date(2027, 1, 1), amount=1, owner=bruno, team=north)
    User.objects.filter(pk=ana.pk).update(team=north)

    after = {key: value(key, quarter, scope={"team": south.pk}) for key in before}
    assert after == before == {"sal.revenue_won": 700, "sal.win_rate_decided": 100}


def test_9_the_age_in_a_stage_of_a_past_day_is_told_by_that_day(ana):
    """Clocks set anew by a migration, or read against now, cannot be told again."""
    deal = opened(ana, date(2026, 1, 1))
    assert value("sal.stage_age", JANUARY).quantize(Decimal("0.1")) == Decimal("30.5")

    moved(deal, stage_of("open", 1), date(2026, 2, 20))

    assert value("sal.stage_age", JANUARY).quantize(Decimal("0.1")) == Decimal("30.5")


def test_10_the_figure_before_is_asked_like_the_present_one(ana):
    """The present filter with an older date forgets what left since."""
    for day in (5, 6, 7):
        moved(opened(ana, date(2026, 1, day)), stage_of("won"), date(2026, 2, 10))
    opened(ana, date(2026, 2, 12))

    assert (value("sal.open", FEBRUARY), value("sal.open", FEBRUARY.before())) == (1, 3)


def test_11_the_rows_behind_a_figure_keep_the_filters_of_the_metric(ana, caio):
    """A click on a figure that opens the unfiltered list explains nothing."""
    mine = win(ana, 100, date(2026, 1, 5))
    win(caio, 50, date(2026, 1, 6))
    moved(opened(ana, date(2026, 1, 7)), stage_of("lost"), date(2026, 1, 8))

    rows = kpi_of("sal.win_rate_decided").rows(Asking(scope={"owner": ana.pk}), JANUARY)

    assert [one.opportunity for one in rows] == [mine]


def test_12_the_figure_of_a_quarter_is_not_that_of_its_last_month(ana):
    """A big number that shows the last point of its line is another metric."""
    win(ana, 100, date(2026, 1, 5))
    win(ana, 300, date(2026, 2, 5))
    quarter = Period(date(2026, 1, 1), date(2026, 4, 1))

    assert value("sal.revenue_won", quarter) == 400
    assert value("mkt.aov", quarter) == 200


def test_13_every_way_to_a_figure_is_one_definition():
    """Trees, cards and catalogues with formulas of their own drift apart."""
    ways = ("figure", "series", "breakdown", "rows")
    for kpi in all_kpis():
        for way in ways:
            home = next(base for base in type(kpi).__mro__ if way in vars(base))
            assert home.__module__.startswith("crm.measures") or way == "series", (kpi.key, way)


def test_14_a_year_keeps_all_its_months_where_the_clock_changes(ana):
    """Month ends counted in another zone lose or double the days at the change."""
    Organization.objects.update(time_zone="America/Sao_Paulo")
    zone = ZoneInfo("America/Sao_Paulo")
    edges = [datetime(2018, at, 1, 0, 30, tzinfo=zone) for at in range(1, 13)]
    edges += [edge + timedelta(days=27, hours=22) for edge in edges]
    edges += [datetime(2018, 11, 4, 1, 30, tzinfo=zone), datetime(2018, 2, 17, 23, 30, tzinfo=zone)]
    for moment in edges:
        OpportunityFactory(owner=ana, opened_at=moment, created_at=moment)

    months = Grain.MONTH.periods(date(2018, 1, 1), date(2019, 1, 1))
    counted = [int(one.numerator) for one in kpi_of("sal.opps_created").series(Asking(), months)]

    assert counted == [2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2]
    assert sum(counted) == value("sal.opps_created", Period(date(2018, 1, 1), date(2019, 1, 1)))


def test_15_one_deal_won_lost_and_won_again_is_counted_once_everywhere(ana):
    """Two reports that count the same end differently."""
    deal = opened(ana, date(2026, 1, 2))
    for stage, day in (("won", 5), ("open", 8), ("lost", 12), ("open", 14), ("won", 20)):
        moved(deal, stage_of(stage), date(2026, 1, day))
    kpi, weeks = kpi_of("sal.win_rate_decided"), Grain.DAY.periods(date(2026, 1, 1), date(2026, 2, 1))

    assert StageMove.objects.filter(opportunity=deal).count() == 6
    assert kpi.figure(Asking(), JANUARY).denominator == 1
    assert sum(one.denominator or 0 for one in kpi.series(Asking(), weeks)) == 1
    assert sum(one.denominator for one in kpi.breakdown(Asking(), JANUARY, "owner").values()) == 1
    assert kpi.rows(Asking(), JANUARY, "denominator").count() == 1
