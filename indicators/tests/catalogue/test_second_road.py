"""Each figure again by hand-written SQL, over worlds with reopened, reassigned, merged and trashed things."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from crm.actions import merge as merges
from crm.actions.record import trash
from crm.measures import Asking, Grain, Period, all_kpis, kpi_of
from crm.models import Company, Contact
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
    companies = build([ana, bruno, caio], seed, begin)
    merge_some(companies, dora)
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


def merge_some(companies, by):
    """Two companies that bought become one, and two more do but are taken apart again; so do contacts."""
    buyers = [company for company in companies if company.opportunities.filter(state="won").exists()]
    kept, absorbed, third, fourth = buyers[:4]
    merges.merge(kept, by=by, absorbed=absorbed)
    merges.merge(third, by=by, absorbed=fourth)
    merges.undo(Company.objects.get(pk=fourth.pk), by=by)
    first, second = Contact.objects.alive().order_by("pk")[:2]
    merges.merge(first, by=by, absorbed=second)


def figures(asking, periods):
    return {(kpi.key, period): kpi.figure(asking, period) for kpi in all_kpis() for period in periods}


def test_a_merge_undone_leaves_every_figure_as_it_was(ana, bruno, caio, dora):
    companies = build([ana, bruno, caio])
    year = [Period(date(2026, 1, 1), date(2026, 9, 1))]
    customers = figures(Asking(), year)
    kept, absorbed, *__ = [one for one in companies if one.opportunities.filter(state="won").exists()]

    merges.merge(kept, by=dora, absorbed=absorbed)
    merged = figures(Asking(), year)
    merges.undo(Company.objects.get(pk=absorbed.pk), by=dora)

    new = ("mkt.new_customers", year[0])
    assert merged[new].value == customers[new].value - 1
    assert figures(Asking(), year) == customers


def test_every_metric_has_its_second_road():
    assert set(SQL) == {kpi.key for kpi in all_kpis()}
