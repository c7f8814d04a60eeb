"""A plan with everything a page shows: phases, goals with their money, strategies, figures of some months."""

from datetime import UTC, date, datetime

from django.db import transaction

from indicators.tests.factories import (
    BaselineFactory,
    GoalFactory,
    IndicatorFactory,
    InvestmentFactory,
    PhaseFactory,
    PlanFactory,
    SnapshotFactory,
    StrategyFactory,
    TargetFactory,
)
from indicators.tests.story import month


def measured(indicator, number, value, volume=10, **fields):
    """The final figure of the month with this number, known on the third of the next."""
    known = datetime.combine(month(number + 1), datetime.min.time(), UTC).replace(day=3)
    return SnapshotFactory(
        **{
            "indicator": indicator,
            "period_start": month(number),
            "period_end": month(number + 1),
            "value": value,
            "numerator": None,
            "denominator": volume,
            "n": volume,
            "made_at": known,
            "final_from": known,
        }
        | fields
    )


def counted(plan, kpi_key="sal.win_rate_decided", phase=None, **fields):
    """A goal whose benefit an indicator of its own strategy counts."""
    goal = GoalFactory(plan=plan, **fields)
    strategy = StrategyFactory(goal=goal, phase=phase, benefit=4, impact=2)
    indicator = IndicatorFactory(plan=plan, kpi_key=kpi_key, strategy=strategy)
    goal.benefit_indicator = indicator
    goal.save()
    return goal


def phased(**fields):
    """A plan of 2026 in two phases, with a margin and one investment."""
    plan = PlanFactory(margin=40, state="active", **fields)
    for position, (name, start, end) in enumerate(
        [("First", date(2026, 1, 1), date(2026, 6, 30)), ("Second", date(2026, 7, 1), date(2026, 12, 31))]
    ):
        PhaseFactory(plan=plan, name=name, position=position, starts_on=start, ends_on=end)
    InvestmentFactory(plan=plan, amount=5_000, spent_on=date(2026, 1, 10))
    return plan


@transaction.atomic
def whole():
    """One goal worth R$ 9.600 by March: (34 - 30) % of 75 decided opportunities at R$ 8.000 and 40 %."""
    plan = phased(name="Plan of the year")
    goal = counted(
        plan,
        statement="Win more of what we decide",
        phase=plan.phases.first(),
        benefit_method="win_rate",
        benefit_inputs={"unit_value": "8000"},
    )
    indicator = goal.benefit_indicator
    indicator.name = "Share of wins"
    indicator.status = "acceptable"
    indicator.save()
    known = datetime(2026, 1, 2, tzinfo=UTC)
    baseline = BaselineFactory(
        indicator=indicator, mean=30, lower=20, upper=40, points=[["2025-12-01", "30", 50]], frozen_at=known
    )
    target = TargetFactory(indicator=indicator, acceptable_low=32, desired_low=36, created_at=known)
    for number in (1, 2, 3):
        fields = {"band": "acceptable", "target": target, "baseline": baseline}
        measured(indicator, number, 30 + 2 * number, 25, **fields)
    return plan
