"""One indicator, one period, one number: on every page, in every file, by API and by command."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from indicators.actions import baseline as baselines
from indicators.actions import snapshot as snapshots
from indicators.models import Indicator
from indicators.tests.story import STEADY, earn, noon, watched

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture
def indicator(bruno):
    with time_machine.travel(noon(date(2026, 1, 1)), tick=False):
        made = watched(bruno, STEADY, sponsor=bruno, is_headline=True, kpi_key="sal.revenue_won")
        baselines.freeze(made, by=None)
    earn(bruno, [1000, 4321], 1)
    with time_machine.travel(noon(TODAY), tick=False):
        snapshots.measure(made.pk)
    return Indicator.objects.get(pk=made.pk)


@pytest.fixture
def today():
    with time_machine.travel(noon(TODAY), tick=False):
        yield


def pages(indicator):
    plan = indicator.plan
    yield reverse("home")
    yield reverse("indicators:indicator-overview")
    yield reverse("indicators:indicator-wall")
    yield indicator.get_absolute_url()
    yield reverse("indicators:indicator-rows", args=[indicator.pk]) + "?period=2026-02-01"
    yield plan.get_absolute_url()
    yield reverse("indicators:plan-review", args=[plan.pk]) + f"?on={TODAY}"


def test_every_page_tells_the_same_number(client_of, bruno, indicator, today):
    client = client_of(bruno)

    told = {url: "4,321" in client.get(url).content.decode() for url in pages(indicator)}

    assert told == dict.fromkeys(told, True)


def test_the_api_and_the_command_tell_it_too(api_of, bruno, indicator, today):
    kept = api_of(bruno).get(f"/api/v1/indicators/{indicator.pk}/measurements/").json()[0]
    out = StringIO()
    call_command("kpi", indicator.kpi_key, start="2026-02-01", end="2026-02-28", json=True, stdout=out)

    assert (kept["period_start"], kept["value"]) == ("2026-02-01", "4321.000000")
    assert json.loads(out.getvalue())["figure"] == "4321"
