"""An indicator is chosen from the catalogue, narrowed to a part, given bands and a baseline."""

import pytest
from django.urls import reverse

from indicators.actions import baseline as baselines
from indicators.models import Annotation, Baseline, Indicator, Link, Target
from indicators.tests.factories import IndicatorFactory, StrategyFactory
from indicators.tests.story import watched

pytestmark = pytest.mark.django_db
CREATE = reverse("indicators:indicator-create")


def form(strategy, key="sal.win_rate_decided", **given):
    return {"kpi_key": key, "strategy": strategy.pk, "cadence": "month", "position": "0", **given}


def do(client, verb, indicator, **data):
    return client.post(reverse(f"indicators:indicator-{verb}", args=[indicator.pk]), data)


def test_the_catalogue_tells_rule_unit_direction_and_pitfall(client_of, bruno):
    strategy = StrategyFactory()

    body = client_of(bruno).get(reverse("indicators:indicator-catalogue"), {"strategy": strategy.pk}).content.decode()

    assert "more is better" in body
    assert f"{CREATE}?kpi_key=sal.win_rate_decided&amp;strategy={strategy.pk}" in body


def test_without_a_metric_the_form_leads_to_the_catalogue(client_of, bruno):
    answer = client_of(bruno).get(CREATE, {"strategy": "7"})

    assert answer.headers["Location"] == reverse("indicators:indicator-catalogue") + "?strategy=7"


def test_an_indicator_of_a_part_hangs_on_its_strategy(client_of, bruno, south):
    strategy = StrategyFactory()

    client_of(bruno).post(CREATE, form(strategy, part_team=south.pk))

    indicator = Indicator.objects.get()
    assert (indicator.scope, indicator.plan) == ({"team": south.pk}, strategy.plan)
    assert Link.objects.get().strategy == strategy


def test_a_part_is_told_by_two_dimensions_at_most(client_of, bruno, south):
    from crm.models import Sector, Source

    parts = {
        "part_team": south.pk,
        "part_owner": bruno.pk,
        "part_source": Source.objects.create(name="Fair").pk,
        "part_sector": Sector.objects.create(name="Solar").pk,
    }

    answer = client_of(bruno).post(CREATE, form(StrategyFactory(), **parts))

    assert answer.status_code == 422
    assert not Indicator.objects.exists()


def test_the_same_twice_is_refused_in_words(client_of, bruno):
    strategy, client = StrategyFactory(), client_of(bruno)
    client.post(CREATE, form(strategy))

    answer = client.post(CREATE, form(strategy))

    assert "The plan measures this already" in answer.content.decode()
    assert Indicator.objects.count() == 1


def test_the_form_of_bands_asks_for_the_edges_of_the_direction(client_of, bruno):
    up, down = IndicatorFactory(kpi_key="mkt.aov", scope={}), IndicatorFactory(kpi_key="sal.cycle")
    client = client_of(bruno)

    def edges(indicator):
        fields = client.get(reverse("indicators:indicator-target", args=[indicator.pk])).context["form"].fields
        return [name for name in fields if name.startswith(("acceptable", "desired"))]

    assert edges(up) == ["acceptable_low", "desired_low"]
    assert edges(down) == ["acceptable_high", "desired_high"]


def test_bands_are_set_with_a_day_to_reach_them(client_of, bruno):
    indicator = IndicatorFactory(kpi_key="sal.cycle")

    do(
        client_of(bruno), "target", indicator, valid_from="2026-01-01", reach_by="2026-07-01", basis="times",
        acceptable_high="0,95", desired_high="0,8",
    )  # fmt: skip

    target = Target.objects.get()
    assert (str(target.acceptable_high), str(target.desired_high)) == ("0.9500", "0.8000")
    assert target.curve == [["2026-01-01", 0], ["2026-07-01", 100]]


def test_the_page_of_bands_tells_a_baseline_in_per_cent(client_of, bruno):
    indicator = IndicatorFactory(kpi_key="sal.win_rate_decided")
    baseline = baselines.worked_out(indicator, baselines.window(indicator.grain, indicator.plan.starts_on))
    baseline.mean = 33
    baselines.save(indicator, baseline, bruno)

    body = client_of(bruno).get(reverse("indicators:indicator-target", args=[indicator.pk])).content.decode()

    assert "Baseline: 33%." in body


def test_a_baseline_is_frozen_and_rebased_with_a_reason(client_of, bruno):
    indicator, client = watched(bruno), client_of(bruno)
    days = {"starts_on": "2025-07-01", "ends_on": "2026-01-01"}

    do(client, "freeze", indicator)
    assert do(client, "rebase", indicator, **days).status_code == 422
    do(client, "rebase", indicator, reason="New price list", **days)

    assert [one.reason for one in Baseline.objects.order_by("pk")] == ["", "New price list"]


def test_an_indicator_measures_another_strategy_and_leaves_the_first(client_of, bruno):
    indicator, client = IndicatorFactory(), client_of(bruno)
    first = Link.objects.get().strategy
    other = StrategyFactory(goal=first.goal)

    do(client, "link", indicator, strategy=other.pk)
    do(client, "unlink", indicator, strategy=first.pk)

    assert [one.strategy for one in Link.objects.all()] == [other]


def test_what_happened_is_written_changed_and_removed(client_of, bruno):
    indicator, client = IndicatorFactory(), client_of(bruno)

    do(client, "annotate", indicator, text="Trade fair", day="2026-03-01", kind="event")
    made = Annotation.objects.get()
    assert (made.text, made.written_by) == ("Trade fair", bruno)
    edit = reverse("indicators:annotation-edit", args=[made.pk])
    client.post(edit, {"text": "Solar fair", "day": "2026-03-02", "kind": "event"})
    assert Annotation.objects.get().text == "Solar fair"
    client.post(reverse("indicators:annotation-remove", args=[made.pk]))
    assert not Annotation.objects.exists()


def test_who_only_answers_for_a_figure_changes_nothing_of_it(client_of, ana):
    indicator = IndicatorFactory(accountable=ana)
    client = client_of(ana)

    assert client.get(reverse("indicators:indicator-catalogue")).status_code == 403
    for verb in ("edit", "trash", "target", "freeze", "rebase", "link", "unlink", "annotate"):
        assert do(client, verb, indicator).status_code == 403
    assert Indicator.objects.alive().count() == 1
