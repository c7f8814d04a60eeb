"""Figures of a real pipeline of 8,800 opportunities, compared with those computed elsewhere."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from crm.measures import Asking, Grain, Maturity, Period, kpi_of
from crm.models import Sector, User
from crm.tests.factories import UserFactory
from sales.models import Product
from sales.tests.factories import stage_of
from sales.tests.imports.test_opportunity import DATA, bring

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the public data set is not at {DATA}"),
]

YEAR = Period(date(2017, 1, 1), date(2018, 1, 1))


@pytest.fixture
def oracle(tmp_path):
    UserFactory(name="Dora Paz", is_superuser=True, is_staff=True)
    for record in ("product", "user", "company", "opportunity"):
        bring(record, tmp_path)
    with connection.cursor() as cursor:
        # What autovacuum does within a minute: without statistics the plans are for empty tables.
        cursor.execute("ANALYZE")
    return json.loads((DATA / "oracle.json").read_text())


def rounded(figure, share=1, places=6):
    return None if figure.value is None else round(float(figure.value) / share, places)


def told(records, key) -> dict:
    return {name: of[key] for name, of in records.items()}


def by_name(kpi, dimension, model, share=1) -> dict:
    names = dict(model.objects.values_list("pk", "name"))
    return {
        names[member]: rounded(figure, share)
        for member, figure in kpi_of(kpi).breakdown(Asking(), YEAR, dimension).items()
        if member
    }


def test_figures_of_the_real_pipeline_equal_those_computed_elsewhere(oracle):
    asking, months = Asking(), Grain.MONTH.periods(date(2017, 3, 1), date(2018, 1, 1))
    won, rate, cycle = (
        kpi_of(key).figure(asking, YEAR) for key in ("sal.revenue_won", "sal.win_rate_decided", "sal.cycle")
    )

    assert (won.value, won.n, won.maturity) == (Decimal(10_005_534), 4238, Maturity.FINAL)
    assert (rounded(rate, 100), rate.n) == (oracle["win_rate"], oracle["closed"])
    assert rounded(kpi_of("mkt.aov").figure(asking, YEAR), places=4) == oracle["avg_won_value"]
    assert rounded(cycle) == oracle["cycle_days_won"]["median"]
    assert rounded(kpi_of("sal.cycle_mean").figure(asking, YEAR), places=4) == oracle["cycle_days_won"]["mean"]

    by_month = [oracle["by_close_month"][f"{month.start:%Y-%m}"] for month in months]
    assert [float(one.value) for one in kpi_of("sal.revenue_won").series(asking, months)] == [
        one["won_value"] for one in by_month
    ]
    assert [rounded(one, 100) for one in kpi_of("sal.win_rate_decided").series(asking, months)] == [
        one["win_rate"] for one in by_month
    ]

    sold = {name: of for name, of in oracle["by_agent"].items() if of["won"] + of["lost"]}
    assert by_name("sal.win_rate_decided", "owner", User, 100) == told(sold, "win_rate")
    assert by_name("sal.win_rate_decided", "product", Product, 100) == told(oracle["by_product"], "win_rate")
    assert by_name("sal.win_rate_decided", "manager", User, 100) == told(oracle["by_manager"], "win_rate")
    assert by_name("sal.win_rate_decided", "sector", Sector, 100) == told(oracle["by_sector"], "win_rate")
    assert by_name("sal.revenue_won", "sector", Sector) == told(oracle["by_sector"], "won_value")
    quarters = Grain.QUARTER.periods(YEAR.start, YEAR.end)
    assert [rounded(one, 100) for one in kpi_of("sal.win_rate_decided").series(asking, quarters)] == [
        oracle["by_close_quarter"][f"2017-Q{number}"]["win_rate"] for number in range(1, 5)
    ]


def test_what_was_open_at_the_end_of_the_year_is_rebuilt_from_its_moves(oracle):
    engaging = stage_of("open", 1)
    known = oracle["engaging_age_days_as_of_2017_12_31"]

    ages = kpi_of("sal.stage_age").figure(Asking(None, {"stage": engaging.pk}), YEAR)

    # Counted there in whole days up to the last day, here in hours up to its midnight.
    assert (ages.n, int(ages.value)) == (known["n"], known["median"])
    assert kpi_of("sal.open").figure(Asking(), YEAR).value == known["n"]


def test_the_same_figure_is_told_by_command(oracle, capsys):
    call_command("kpi", "sal.revenue_won", start="2017-01-01", end="2017-12-31", by="sector", json=True)
    answer = json.loads(capsys.readouterr().out)

    assert (Decimal(answer["figure"]), answer["n"], answer["maturity"]) == (Decimal(10_005_534), 4238, "final")
    assert {one["label"]: float(one["figure"]) for one in answer["members"] if one["label"]} == told(
        oracle["by_sector"], "won_value"
    )
