"""What a plan still lacks, by goal, each with the form that mends it and a way back."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode

from indicators.models import Goal, Indicator, Link, Plan, Strategy
from indicators.monitoring.completeness import Defect, defects
from indicators.views.planpage import PlanTab

OF_PLAN = {
    "sponsor": "plan-edit",
    "manager": "plan-edit",
    "investment": "plan-investment-add",
    "phases": "plan-phase-add",
}
MENDED_BY = {
    **OF_PLAN,
    "goal_owner": "goal-edit",
    "goal_method": "goal-edit",
    "goal_inputs": "goal-edit",
    "goal_benefit_indicator": "goal-edit",
    "goal_claimant": "goal-claim",
    "strategy_owner": "strategy-edit",
    "strategy_score": "strategy-edit",
    "strategy_phase": "strategy-edit",
    "indicator_metric": "indicator-trash",
    "indicator_alone": "indicator-link",
    "indicator_who": "indicator-edit",
    "indicator_accountable": "indicator-edit",
    "indicator_baseline": "indicator-freeze",
    "indicator_target": "indicator-target",
    "indicator_empty_baseline": "indicator-target",
}
# What is asked of each record, so that there is a way to tell how far one is.
ASKED = {Plan: 5, Goal: 7, Strategy: 4, Indicator: 7}


@dataclass
class Lack:
    text: str
    record: object
    url: str
    is_of_group: bool


@dataclass
class Group:
    """A goal, or the plan itself, with what is lacking in it and below."""

    record: object
    lacks: list[Lack] = field(default_factory=list)


class PlanCompleteness(PlanTab):
    tab = "completeness"
    template = "indicators/plan/completeness.html"

    def about(self, plan) -> dict:
        found = defects(plan)
        asked = asked_of(plan)
        may_change = self.request.user.access.covers("change", plan)
        return {
            "groups": grouped(plan, found, self.request.path if may_change else ""),
            "missing": len(found),
            "share": 100 if not found else min(99, round(100 * (asked - len(found)) / asked)),
            "waits_for_baselines": any(one.code == "indicator_baseline" for one in found),
        }


def asked_of(plan) -> int:
    counts = {
        Plan: 1,
        Goal: plan.goals.alive().count(),
        Strategy: Strategy.objects.in_order().filter(goal__plan=plan, is_left_out=False).count(),
        Indicator: plan.indicators.alive().count(),
    }
    return sum(ASKED[model] * count for model, count in counts.items())


def grouped(plan, found: list[Defect], back: str) -> list[Group]:
    """Only those that lack something, the plan first, goals in their order."""
    goals = {one.pk: Group(one) for one in plan.goals.in_order()}
    strategies = {one.pk: one.goal_id for one in Strategy.objects.in_order().filter(goal__plan=plan)}
    measured = {}
    for link in Link.objects.filter(indicator__plan=plan, strategy__in=strategies).order_by("pk"):
        measured.setdefault(link.indicator_id, link.strategy_id)
    whole = Group(plan)
    wanted = first_strategies(plan)
    for one in found:
        goal = goal_of(one.record, strategies, measured)
        group = goals.get(goal, whole)
        url = f"{mended_at(one, wanted)}next={back}" if back else ""
        group.lacks.append(Lack(one.text, one.record, url, one.record == group.record))
    return [one for one in (whole, *goals.values()) if one.lacks]


def first_strategies(plan) -> dict:
    """goal -> a strategy an indicator may be hung on."""
    found = Strategy.objects.in_order().filter(goal__plan=plan, is_left_out=False)
    return {one.goal_id: one.pk for one in reversed(found)}


def goal_of(record, strategies, measured):
    if isinstance(record, Goal):
        return record.pk
    if isinstance(record, Strategy):
        return record.goal_id
    return strategies.get(measured.get(record.pk)) if isinstance(record, Indicator) else None


def mended_at(defect: Defect, strategies: dict) -> str:
    """The address of the form that mends it, ready for one more parameter."""
    pk = defect.record.pk
    if defect.code in MENDED_BY:
        return reverse(f"indicators:{MENDED_BY[defect.code]}", args=[pk]) + "?"
    new = {
        "goals": ("goal-create", {"plan": pk}),
        "goal_strategy": ("strategy-create", {"goal": pk}),
        "goal_indicator": ("indicator-catalogue", {"strategy": strategies.get(pk, "")}),
        "strategy_indicator": ("indicator-catalogue", {"strategy": pk}),
    }
    name, given = new[defect.code]
    return f"{reverse(f'indicators:{name}')}?{urlencode(given)}&"
