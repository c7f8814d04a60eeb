from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.actions import record as records
from crm.models import Grant
from crm.models.role import Scope
from indicators.actions import baseline as baselines
from indicators.actions import snapshot as snapshots
from indicators.models import Snapshot
from indicators.tests.factories import AnnotationFactory, CorrectiveActionFactory, TargetFactory
from indicators.tests.story import earn, month, watched
from sales.models import Opportunity


@pytest.fixture
def indicator(ana, dora):
    """Ana's monthly revenue, measured since a year before the plan."""
    found = watched(ana)
    baselines.freeze(found, by=dora)
    earn(ana, [1000, 1010, 400], 1)
    snapshots.measure(found.pk)
    return found


def page(client, indicator, name="detail", **query):
    return client.get(reverse(f"indicators:indicator-{name}", args=[indicator.pk]), query)


def part(client, indicator, name, **query):
    url = reverse(f"indicators:indicator-{name}", args=[indicator.pk])
    return client.get(url, query, headers={"hx-request": "true"})


def text_of(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def test_a_manager_sees_figure_status_bands_baseline_and_chart(client_of, bruno, indicator):
    AnnotationFactory(indicator=indicator, day=month(2), text="Trade fair in Porto Alegre")
    text = text_of(page(client_of(bruno), indicator))

    assert "n-hero__value" in text
    assert "n-chart__limit" in text
    assert "n-chart__desired" in text
    assert "Trade fair in Porto Alegre" in text
    assert "Not acceptable" in text
    assert "frozen" in text.lower()


def test_who_answers_for_it_without_the_right_sees_own_figures_and_nothing_of_the_organization(
    client_of, ana, indicator
):
    answer = page(client_of(ana), indicator)
    text = text_of(answer)

    assert answer.status_code == 200
    assert "over the records you may see" in text
    for word in (
        "n-chart__limit",
        "n-chart__desired",
        "Not acceptable",
        "panel-baseline",
        "panel-bands",
        "revisions",
    ):
        assert word not in text, word


def test_own_figures_rest_on_ones_own_records_alone(client_of, ana, caio, indicator):
    now = timezone.localdate()
    number = (now.year - 2026) * 12 + now.month - 1
    earn(ana, [111], number)
    earn(caio, [7777], number)
    text = text_of(page(client_of(ana), indicator))

    assert "111" in text
    assert "7,888" not in text
    assert "7,777" not in text


def test_a_stranger_finds_no_page(client_of, caio, nina, indicator):
    for name in ("detail", "breakdown", "rows"):
        assert page(client_of(caio), indicator, name).status_code == 404
        assert page(client_of(nina), indicator, name).status_code == 403


def test_who_may_not_see_the_records_is_told_so_and_not_that_there_are_none(client_of, ana, indicator):
    Grant.objects.filter(role__key="seller", record_type__model="opportunity", action="view").update(scope=Scope.NONE)
    text = text_of(page(client_of(ana), indicator))

    assert "not for you to see" in text
    assert "no data" not in text


def test_the_page_asks_as_often_for_many_measurements_as_for_few(client_of, bruno, ana, dora, indicator):
    client = client_of(bruno)
    page(client, indicator)
    with CaptureQueriesContext(connection) as few:
        page(client, indicator)
    earn(ana, [1000] * 4, 4)
    snapshots.measure(indicator.pk)
    for number in range(4):
        TargetFactory(indicator=indicator, valid_from=month(number + 2))
        AnnotationFactory(indicator=indicator)
    with CaptureQueriesContext(connection) as many:
        page(client, indicator)

    assert len(many) <= len(few) <= 30


def test_a_breakdown_tells_the_whole_apart_and_leads_to_the_members_rows(client_of, bruno, caio, indicator):
    earn(caio, [250], 3)
    answer = part(client_of(bruno), indicator, "breakdown", by="owner", period="2026-03-01")
    text = text_of(answer)

    assert text.index("Ana Melo") < text.index("Caio Luz")
    assert f"rows/?period=2026-03-01&amp;by=owner&amp;member={caio.pk}" in text
    assert "400" in text
    assert "250" in text


def test_a_breakdown_by_what_is_no_dimension_or_of_no_period_is_not_found(client_of, bruno, indicator):
    client = client_of(bruno)

    assert part(client, indicator, "breakdown", by="shoe_size").status_code == 404
    assert part(client, indicator, "breakdown", period="yesterday").status_code == 404


def test_figures_as_known_then_stand_beside_those_known_now(client_of, bruno, ana, dora, indicator):
    then = timezone.now() - timedelta(days=30)
    Snapshot.objects.filter(indicator=indicator).update(made_at=then)
    lost = Opportunity.objects.filter(amount=400).get()
    records.trash(lost, by=dora)
    snapshots.measure(indicator.pk, thoroughly=True)
    client = client_of(bruno)

    pairs = part(client, indicator, "known", on=then.date().isoformat()).context["pairs"]
    march = next(one for one in pairs if one.period == "Mar 2026")
    assert (march.was, march.differs) == ("R$400", True)
    assert part(client, indicator, "known", on="2020-01-01").context["pairs"][0].was == ""


def test_as_known_then_is_of_the_organization(client_of, ana, indicator):
    assert part(client_of(ana), indicator, "known").status_code == 403


def test_a_restated_figure_names_the_records_that_moved_it_as_far_as_one_sees_them(client_of, bruno, ana, indicator):
    late = earn(ana, [600], 3)[0]
    snapshots.measure(indicator.pk, thoroughly=True)
    text = text_of(page(client_of(bruno), indicator))
    assert "Came in" in text
    assert late.get_absolute_url() in text

    Grant.objects.filter(role__key="manager", record_type__model="opportunity", action="view").update(scope=Scope.OWN)
    text = text_of(page(client_of(bruno), indicator))
    assert late.get_absolute_url() not in text
    assert "that you may not see" in text


def test_only_corrective_actions_one_may_see_are_counted_and_shown(client_of, ana, bruno, caio, indicator):
    CorrectiveActionFactory(indicator=indicator, cause="data", owner=caio, title="Ask Caio")
    CorrectiveActionFactory(indicator=indicator, cause="signal", owner=ana, title="Ask Ana")
    text = text_of(page(client_of(ana), indicator))

    assert "Ask Ana" in text
    assert "Ask Caio" not in text


def test_an_indicator_whose_metric_is_gone_says_so(client_of, bruno, indicator):
    type(indicator).objects.filter(pk=indicator.pk).update(kpi_key="sal.gone")

    assert "not there any more" in text_of(page(client_of(bruno), indicator))
    assert page(client_of(bruno), indicator, "rows").status_code == 404
