"""Every ready plan can be applied, in either language, and starts once a person gave what only they know."""

from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import translation

from crm.measures import all_kpis
from indicators.actions import baseline as baselines
from indicators.actions import plan as plans
from indicators.actions import readyplan
from indicators.models import Goal, Indicator, Investment, Phase, Plan, Strategy, Tactic
from indicators.monitoring.benefits import METHODS
from indicators.monitoring.completeness import defects
from indicators.readyplans import READY
from indicators.tests import world

pytestmark = pytest.mark.django_db

START = date(2026, 9, 1)
TEXTS = {
    Plan: ["name", "purpose"],
    Phase: ["name"],
    Goal: ["statement", "benefit_group"],
    Strategy: ["statement"],
    Tactic: ["statement"],
}


def applied(key, manager, sponsor, **given):
    values = {"starts_on": START, "sponsor": sponsor, "manager": manager, **given}
    return readyplan.apply(READY[key], by=manager, **values)


def codes(plan):
    return sorted({one.code for one in defects(plan)})


@pytest.mark.parametrize("key", READY)
def test_all_metrics_of_a_ready_plan_exist_and_each_is_used(key):
    ready, known = READY[key], {one.key for one in all_kpis()}
    used = {metric for strategy in ready.strategies for metric in strategy.measured_by}

    assert used == {one.kpi for one in ready.indicators}
    assert used <= known
    assert all(goal.counted_by in METHODS[goal.method].kpis for goal in ready.goals)
    assert sum(one.is_headline for one in ready.indicators) <= 7


@pytest.mark.parametrize("key", READY)
def test_what_is_missing_is_only_what_a_person_must_give(key, bruno, dora):
    world.past(bruno, dora)

    plan = applied(key, bruno, dora)

    assert codes(plan) == ["goal_inputs", "indicator_baseline", "investment"]


@pytest.mark.parametrize("key", READY)
def test_a_ready_plan_starts_with_its_money_and_its_baselines(key, bruno, dora):
    world.past(bruno, dora)
    plan = applied(key, bruno, dora, margin=30, investment=50_000)
    for goal in plan.goals.filter(benefit_method="hours_saved"):
        Goal.objects.filter(pk=goal.pk).update(benefit_inputs={"unit_value": "45", "share": "20"})

    baselines.freeze_all(plan, by=bruno)
    assert defects(plan) == []
    plans.activate(plan, by=bruno)

    plan.refresh_from_db()
    assert plan.is_active


def test_the_value_of_a_customer_is_proposed_from_the_last_year(bruno, dora):
    world.past(bruno, dora)

    plan = applied("sales", bruno, dora)

    goal = plan.goals.get(benefit_method="new_customers")
    assert float(goal.benefit_inputs["unit_value"]) > 0


@pytest.mark.parametrize("key", READY)
@pytest.mark.parametrize("language", [code for code, __ in settings.LANGUAGES])
def test_a_ready_plan_is_written_in_one_language(key, language, bruno, dora):
    with translation.override("en" if language != "en" else "pt-br"):
        plan = applied(key, bruno, dora, language=language)

    assert texts_of(plan) == texts_said(READY[key], language)
    other = "en" if language != "en" else "pt-br"
    assert texts_of(plan) & (texts_said(READY[key], other) - texts_said(READY[key], language)) == set()


def texts_of(plan):
    found = {text for model in TEXTS for row in model.objects.all() for text in row_texts(row)}
    return found | {row.label for row in Investment.objects.filter(plan=plan)}


def row_texts(row):
    return {getattr(row, name) for name in TEXTS[type(row)] if getattr(row, name)}


def texts_said(ready, language):
    with translation.override(language):
        goals = [text for goal in ready.goals for text in (goal.statement, goal.group) if text]
        tactics = [tactic.statement for one in ready.strategies for tactic in one.tactics]
        steps = [one.statement for one in ready.strategies]
        phases = [one.name for one in ready.phases]
        return {str(text) for text in (ready.name, ready.purpose, *phases, *goals, *steps, *tactics)}


def test_two_plans_may_come_from_the_same_ready_one(bruno, dora):
    applied("sales", bruno, dora)
    applied("sales", bruno, dora)

    assert Indicator.objects.count() == 2 * len(READY["sales"].indicators)


def test_sellers_apply_no_plans(ana, bruno):
    with pytest.raises(PermissionDenied):
        applied("sales", ana, bruno)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 1), 12, date(2027, 11, 1)),
        (date(2026, 8, 31), 4, date(2026, 12, 31)),
    ],
)
def test_months_are_counted_to_the_last_day_there_is(day, count, then):
    assert readyplan.months_after(day, count) == then
