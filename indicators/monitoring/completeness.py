"""What a plan still lacks before it may start: exactly that, each defect with the record that mends it."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.measures import Direction
from indicators.models import Baseline, Goal, Indicator, Link, Phase, Strategy, Target
from indicators.monitoring.bands import edges_of, target_on
from indicators.monitoring.benefits import METHODS, given

TEXTS = {
    "sponsor": _("Nobody sponsors the plan"),
    "manager": _("The plan has no project manager"),
    "investment": _("No investment is entered, so there is no return to tell"),
    "phases": _("The plan has no phases"),
    "goals": _("The plan has no goals"),
    "goal_owner": _("Nobody owns the goal"),
    "goal_strategy": _("The goal has no strategy"),
    "goal_indicator": _("No indicator measures the goal"),
    "goal_method": _("No method says what the goal is worth"),
    "goal_inputs": _("The benefit method lacks numbers"),
    "goal_benefit_indicator": _("No indicator counts the benefit"),
    "goal_claimant": _("No goal of this benefit group claims the benefit"),
    "strategy_owner": _("Nobody is responsible for the strategy"),
    "strategy_score": _("Benefit and impact are not scored"),
    "strategy_phase": _("The strategy is in no phase"),
    "strategy_indicator": _("No indicator measures the strategy"),
    "indicator_metric": _("The metric is not there any more"),
    "indicator_alone": _("The indicator measures no strategy that is there"),
    "indicator_who": _("Nobody measures it"),
    "indicator_accountable": _("Nobody answers for it"),
    "indicator_baseline": _("It has no baseline"),
    "indicator_target": _("It has no bands that hold when the plan starts"),
    "indicator_empty_baseline": _("Its bands rest on a baseline without a single point"),
}


@dataclass(frozen=True)
class Defect:
    """`record` is what to mend; `code` names what it lacks."""

    code: str
    record: object

    @property
    def text(self) -> str | Promise:
        return TEXTS[self.code]


def defects(plan) -> list[Defect]:
    """In the order of the plan; empty when it may be activated. A fixed number of queries."""
    goals = list(Goal.objects.in_order().filter(plan=plan).select_related("benefit_indicator", "plan"))
    strategies = list(Strategy.objects.in_order().filter(goal__plan=plan))
    wanted = [one for one in strategies if not one.is_left_out]
    indicators = list(Indicator.objects.alive().filter(plan=plan).order_by("position", "pk"))
    pairs = set(Link.objects.filter(indicator__in=indicators).values_list("strategy_id", "indicator_id"))
    return [
        *of_plan(plan, goals),
        *(defect for goal in goals for defect in of_goal(goal, goals, wanted, indicators, pairs)),
        *(defect for one in wanted for defect in of_strategy(one, indicators, pairs)),
        *of_indicators(plan, indicators, strategies, pairs),
    ]


def of_plan(plan, goals):
    lacks = {
        "sponsor": plan.sponsor_id is None,
        "manager": plan.manager_id is None,
        "investment": not plan.investments.exists(),
        "phases": not Phase.objects.filter(plan=plan).exists(),
        "goals": not goals,
    }
    return [Defect(code, plan) for code, is_lacking in lacks.items() if is_lacking]


def of_goal(goal, goals, strategies, indicators, pairs):
    mine = {one.pk for one in strategies if one.goal_id == goal.pk}
    alive = {one.pk for one in indicators}
    measured = {indicator for strategy, indicator in pairs if strategy in mine} & alive
    group = [one for one in goals if one.benefit_group and one.benefit_group == goal.benefit_group]
    method = METHODS.get(goal.benefit_method)
    counted_by = goal.benefit_indicator if goal.benefit_indicator_id in measured else None
    lacks = {
        "goal_owner": goal.goal_owner_id is None,
        "goal_strategy": not mine,
        "goal_indicator": bool(mine) and not measured,
        "goal_method": method is None,
        "goal_inputs": method is not None and given(goal, goal.plan) is None,
        "goal_benefit_indicator": method is not None
        and (counted_by is None or counted_by.kpi_key not in method.kpis),
        "goal_claimant": group[:1] == [goal] and not any(one.claims_benefit for one in group),
    }
    return [Defect(code, goal) for code, is_lacking in lacks.items() if is_lacking]


def of_strategy(strategy, indicators, pairs):
    alive = {one.pk for one in indicators}
    lacks = {
        "strategy_owner": strategy.responsible_id is None,
        "strategy_score": not strategy.is_scored,
        "strategy_phase": strategy.phase_id is None,
        "strategy_indicator": not {one for pk, one in pairs if pk == strategy.pk} & alive,
    }
    return [Defect(code, strategy) for code, is_lacking in lacks.items() if is_lacking]


def of_indicators(plan, indicators, strategies, pairs):
    baselines = {one.indicator_id: one for one in Baseline.objects.current().filter(indicator__in=indicators)}
    targets = {one.pk: [] for one in indicators}
    for target in Target.objects.filter(indicator__in=indicators).select_related("indicator"):
        targets[target.indicator_id].append(target)
    known = {one.pk for one in strategies}
    found = []
    for one in indicators:
        is_alone = not {strategy for strategy, pk in pairs if pk == one.pk} & known
        found += of_indicator(one, is_alone, baselines.get(one.pk), targets[one.pk], plan.starts_on)
    return found


def of_indicator(indicator, is_alone, baseline, targets, start: date):
    try:
        needs_bands = indicator.kpi.better != Direction.CONTEXT
    except KeyError:
        return [Defect("indicator_metric", indicator)]
    target = target_on(targets, start)
    has_edges = target is None or baseline is None or edges_of(target, baseline.mean, start) is not None
    lacks = {
        "indicator_alone": is_alone,
        "indicator_who": indicator.measured_by_id is None,
        "indicator_accountable": indicator.accountable_id is None,
        "indicator_baseline": baseline is None,
        "indicator_target": needs_bands and target is None,
        "indicator_empty_baseline": needs_bands and not has_edges,
    }
    return [Defect(code, indicator) for code, is_lacking in lacks.items() if is_lacking]
