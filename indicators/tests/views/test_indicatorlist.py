from django.urls import reverse

from indicators.tests.factories import IndicatorFactory

URL = reverse("indicators:indicator-list")


def test_the_list_is_found_by_what_a_metric_is_called(client_of, bruno):
    IndicatorFactory(kpi_key="sal.cycle", name="How long we take")
    IndicatorFactory(kpi_key="mkt.aov", name="Basket")

    body = client_of(bruno).get(URL, {"q": "sales cycle"}).content.decode()

    assert "How long we take" in body
    assert "Basket" not in body


def test_sellers_see_those_they_answer_for_and_no_plan(client_of, ana):
    mine = IndicatorFactory(name="My revenue", accountable=ana)
    IndicatorFactory(name="Their revenue")

    body = client_of(ana).get(URL).content.decode()

    assert "My revenue" in body
    assert "Their revenue" not in body
    assert mine.plan.name not in body
