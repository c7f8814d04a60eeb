from datetime import date

from indicators.models import Indicator
from indicators.tests.factories import IndicatorFactory, SnapshotFactory, StrategyFactory

URL = "/api/v1/indicators/"


def test_an_indicator_is_hung_on_a_strategy(api_of, bruno):
    strategy = StrategyFactory()

    made = api_of(bruno).post(URL, {"strategy": strategy.pk, "kpi_key": "sal.cycle", "accountable": bruno.pk})

    assert (made.status_code, made.json()["plan"]) == (201, strategy.plan.pk)
    assert [link.strategy for link in Indicator.objects.get().links.all()] == [strategy]


def test_an_indicator_without_a_strategy_or_of_no_metric_is_refused(api_of, bruno):
    api = api_of(bruno)

    assert "strategy" in api.post(URL, {"kpi_key": "sal.cycle"}).json()["error"]["fields"]
    refused = api.post(URL, {"kpi_key": "sal.nothing", "strategy": StrategyFactory().pk})
    assert "kpi_key" in refused.json()["error"]["fields"]


def test_the_part_is_one_of_those_the_metric_knows(api_of, bruno):
    wanted = {"kpi_key": "sal.cycle", "strategy": StrategyFactory().pk, "scope": {"weather": 1}}

    assert "scope" in api_of(bruno).post(URL, wanted).json()["error"]["fields"]


def test_measurements_are_for_who_may_see_figures_of_the_organization(api_of, bruno, ana):
    indicator = IndicatorFactory(accountable=ana)
    SnapshotFactory(indicator=indicator, value=1200)
    SnapshotFactory(indicator=indicator, period_start=date(2026, 2, 1), period_end=date(2026, 3, 1), value=900)
    url = f"{URL}{indicator.pk}/measurements/"

    assert [row["value"] for row in api_of(bruno).get(url).json()] == ["900.000000", "1200.000000"]
    assert api_of(ana).get(url).status_code == 403


def test_who_answers_for_an_indicator_reads_it_alone(api_of, ana):
    mine = IndicatorFactory(accountable=ana)
    IndicatorFactory()

    found = api_of(ana).get(URL).json()["results"]

    assert [(row["id"], row["plan"]) for row in found] == [(mine.pk, None)]


def test_a_part_that_cannot_be_is_refused_beside_the_field(api_of, bruno):
    api, wanted = api_of(bruno), {"kpi_key": "sal.cycle", "strategy": StrategyFactory().pk}

    for scope in ({"owner": "abc"}, {"owner": [1]}, {"owner": -1}, ["owner"], "owner"):
        answer = api.post(URL, {**wanted, "scope": scope})
        assert (answer.status_code, set(answer.json()["error"]["fields"])) == (400, {"scope"}), scope
    assert api.post(URL, {**wanted, "scope": {"owner": str(bruno.pk)}}).json()["scope"] == {"owner": bruno.pk}
