"""Measuring: once, again without a trace, after missed nights, and what happens when the past changes."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from crm.actions import record as records
from indicators.actions import baseline as baselines
from indicators.actions import snapshot as snapshots
from indicators.models import Restatement, Snapshot
from indicators.tests.story import STEADY, earn, month, noon, watched, win
from sales.models import Opportunity, StageMove

pytestmark = pytest.mark.django_db


def measured(indicator, day, **options):
    with time_machine.travel(noon(day), tick=False):
        return snapshots.measure(indicator.pk, **options)


def values(indicator):
    found = Snapshot.objects.current().filter(indicator=indicator, period_start__gte=month(1))
    return [int(one.value) for one in found.order_by("period_start")]


def ready(seller, amounts=(), **fields):
    indicator = watched(seller, **fields)
    baselines.freeze(indicator, by=None)
    earn(seller, amounts, 1)
    return indicator


def test_each_month_that_is_over_is_measured_once_and_the_running_one_not(ana):
    indicator = ready(ana, [1000, 1100, 1200])

    measured(indicator, date(2026, 3, 15))

    assert values(indicator) == [1000, 1100]


def test_a_new_indicator_is_filled_in_with_the_year_before(ana):
    indicator = ready(ana, [1000])

    measured(indicator, date(2026, 2, 1))

    found = Snapshot.objects.filter(indicator=indicator).order_by("period_start")
    assert [int(one.value) for one in found if one.period_start >= month(-11)] == [*STEADY, 1000]
    assert {one.band for one in found if one.period_start < month(1)} == {""}


def test_measuring_again_writes_nothing(ana):
    indicator = ready(ana, [1000, 1100])
    measured(indicator, date(2026, 3, 1))
    before = list(Snapshot.objects.order_by("pk").values())

    again = measured(indicator, date(2026, 3, 2), thoroughly=True)

    assert not again.wrote
    assert list(Snapshot.objects.order_by("pk").values()) == before


def test_missed_nights_are_made_up_for_in_one_run(ana):
    indicator = ready(ana, [1000, 1100, 1200, 1300, 1400])
    measured(indicator, date(2026, 2, 1))

    run = measured(indicator, date(2026, 6, 1))

    assert len(run.made) == 4
    assert values(indicator) == [1000, 1100, 1200, 1300, 1400]


def test_a_measurement_keeps_the_records_behind_it_with_what_each_added(ana):
    indicator = ready(ana, [1000])
    other = win(ana, 500, date(2026, 1, 20))
    measured(indicator, date(2026, 2, 1))

    kept = Snapshot.objects.get(period_start=month(1)).members.get(role="numerator")

    assert kept.ids == sorted(
        StageMove.objects.filter(moved_at__gte=noon(month(1)), to_stage__kind="won").values_list("pk", flat=True)
    )
    assert sorted(kept.amounts) == [500, 1000]
    assert other.moves.filter(to_stage__kind="won").get().pk in kept.ids


def test_a_final_figure_changes_only_by_a_restatement_that_names_what_moved_it(ana):
    indicator = ready(ana, [1000])
    win(ana, 200, date(2026, 1, 5))
    measured(indicator, date(2026, 2, 1))
    with time_machine.travel(noon(date(2026, 2, 10)), tick=False):
        late = win(ana, 500, date(2026, 1, 15))

    measured(indicator, date(2026, 2, 11))

    revisions = Snapshot.objects.filter(period_start=month(1)).order_by("revision")
    assert [(one.revision, int(one.value), one.is_current) for one in revisions] == [
        (1, 1200, False),
        (2, 1700, True),
    ]
    told = Restatement.objects.get()
    assert told.moved["numerator"] == {
        "added": [late.moves.get(to_stage__kind="won").pk],
        "removed": [],
        "changed": [],
    }


def test_a_record_in_the_trash_is_named_as_gone(ana, dora):
    indicator = ready(ana, [1000])
    gone = win(ana, 200, date(2026, 1, 5))
    measured(indicator, date(2026, 2, 1))
    records.trash(gone, by=dora)

    measured(indicator, date(2026, 2, 2))

    assert Restatement.objects.get().moved["numerator"]["removed"] == [gone.moves.get(to_stage__kind="won").pk]


def test_as_known_then_and_as_known_now_stand_side_by_side(ana):
    indicator = ready(ana, [1000])
    measured(indicator, date(2026, 2, 1))
    known = noon(date(2026, 2, 5))
    with time_machine.travel(noon(date(2026, 2, 10)), tick=False):
        win(ana, 500, date(2026, 1, 15))
    measured(indicator, date(2026, 2, 11))

    january = Snapshot.objects.filter(period_start=month(1))

    assert [int(one.value) for one in january.known_at(known)] == [1000]
    assert [int(one.value) for one in january.known_at(noon(date(2026, 2, 12)))] == [1500]


def test_handing_a_deal_over_later_moves_nothing(ana, caio):
    indicator = ready(ana, [1000], scope={"owner": ana.pk})
    measured(indicator, date(2026, 2, 1))
    Opportunity.objects.update(owner=caio, team=caio.team)

    run = measured(indicator, date(2026, 2, 2), thoroughly=True)

    assert not run.wrote


def test_an_immature_cohort_is_measured_again_until_it_is_final(ana):
    from indicators.tests.factories import IndicatorFactory

    indicator = IndicatorFactory(plan=watched(ana).plan, kpi_key="sal.win_rate_cohort", cadence="month")
    earn(ana, [1000, 1000], 1)
    measured(indicator, date(2026, 2, 1))
    first = Snapshot.objects.get(indicator=indicator, period_start=month(1))
    assert (first.maturity, first.band) == ("immature", "")

    measured(indicator, date(2027, 2, 1))

    again = Snapshot.objects.get(indicator=indicator, period_start=month(1))
    assert (again.pk, again.revision, again.maturity) == (first.pk, 1, "final")
    assert not Snapshot.objects.known_at(noon(date(2026, 6, 1))).filter(pk=first.pk).exists()


def test_another_definition_leaves_the_old_measurements(ana, monkeypatch):
    indicator = ready(ana, [1000])
    measured(indicator, date(2026, 2, 1))
    monkeypatch.setattr(type(indicator.kpi), "version", 2)
    earn(ana, [700], 2)

    measured(indicator, date(2026, 3, 1), thoroughly=True)

    found = Snapshot.objects.filter(indicator=indicator, period_start__gte=month(1)).order_by("period_start")
    assert [(one.period_start, one.kpi_version, one.revision) for one in found] == [
        (month(1), 1, 1),
        (month(2), 2, 1),
    ]


def test_only_what_was_not_looked_at_today_waits(ana):
    indicator = ready(ana)
    with time_machine.travel(noon(date(2026, 2, 1)), tick=False):
        assert list(snapshots.waiting()) == [indicator]
        snapshots.measure(indicator.pk)
        assert list(snapshots.waiting()) == []
    with time_machine.travel(noon(date(2026, 2, 2)), tick=False):
        assert list(snapshots.waiting()) == [indicator]


def test_drafts_wait_for_nothing(ana):
    indicator = ready(ana)
    indicator.plan.state = "draft"
    indicator.plan.save()

    assert list(snapshots.waiting(timezone.now())) == []
