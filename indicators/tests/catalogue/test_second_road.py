"""Each figure again by hand-written SQL, over worlds with reopened, reassigned, trashed and unfinished things."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from crm.actions.record import trash
from crm.measures import Asking, Grain, Period, all_kpis, kpi_of
from indicators.tests.catalogue.second_road import SQL
from indicators.tests.world import build
from sales.models import Opportunity
from workflow.models import Task

pytestmark = pytest.mark.django_db

# The second begins before clocks went forward in São Paulo, at midnight on 4 November 2018.
WORLDS = [(7, datetime(2026, 1, 5, 15, tzinfo=UTC)), (11, datetime(2018, 6, 1, 2, 30, tzinfo=UTC))]


def by_sql(key: str, period: Period, asking: Asking):
    begin, end = period.bounds(asking.zone)
    with connection.cursor() as cursor:
        moments = {"begin": begin, "end": end, "instant": min(end, asking.now)}
        cursor.execute(SQL[key], {**moments, "first": period.start, "last": period.end})
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("seed", "begin"), WORLDS)
def test_figures_equal_sql_written_apart(seed, begin, ana, bruno, caio, dora):
    build([ana, bruno, caio], seed, begin)
    trash(Opportunity.objects.order_by("pk").first(), by=dora)
    trash(Task.objects.order_by("pk").last(), by=dora)
    first = date(begin.year, begin.month, 1)
    months = Grain.MONTH.periods(first, date(begin.year + 1, 2, 1))
    asking, differing = Asking(), []

    for key in SQL:
        for month in [*months, Period(first, months[-1].end)]:
            told, again = kpi_of(key).figure(asking, month).value, by_sql(key, month, asking)
            if abs(float(told or 0) - float(again or 0)) > 1e-4:
                differing.append((key, month, told, again))

    assert differing == []
    assert any(kpi_of("sal.revenue_won").figure(asking, month).value for month in months)


def test_every_metric_has_its_second_road():
    assert set(SQL) == {kpi.key for kpi in all_kpis()}
