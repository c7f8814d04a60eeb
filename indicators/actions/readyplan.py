"""Applying a ready plan: its goals, strategies and indicators become records, to be changed wherever one likes."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.actions import record as records
from crm.actions.history import action
from crm.measures import Asking, Direction, Period, kpi_of
from crm.models import Organization
from indicators.actions import indicator as indicators
from indicators.actions import part as parts
from indicators.models import Goal, Indicator, Investment, Phase, Plan, Strategy, Tactic, Target
from indicators.monitoring.matrix import place
from indicators.readyplans.parts import ReadyGoal, ReadyIndicator, ReadyPlan, ReadyStrategy

CENT = Decimal("0.01")
YEAR = 365


@action
def apply(
    ready: ReadyPlan,
    *,
    by,
    starts_on: date,
    sponsor,
    manager,
    language=None,
    margin=None,
    investment=None,
    at: datetime | None = None,
) -> Plan:
    """A draft with everything the ready plan holds, in one language.

    `margin` is in per cent, `investment` an amount of money; `at` is when it was written down, else now.
    """
    with translation.override(language or Organization.current().language):
        plan = records.create(
            Plan(
                name=str(ready.name),
                purpose=str(ready.purpose),
                sponsor=sponsor,
                manager=manager,
                starts_on=starts_on,
                ends_on=months_after(starts_on, ready.months),
                margin=margin,
                ready_plan=ready.key,
                created_at=at or timezone.now(),
            ),
            by=by,
        )
        phases = write_phases(plan, ready, by)
        if investment is not None:
            parts.add(Investment(plan=plan, spent_on=starts_on, label=_("The project"), amount=investment), by=by)
        write_goals(plan, ready, phases, by)
    return plan


def months_after(day: date, count: int) -> date:
    """The same day so many months later, the last of a shorter month."""
    years, month = divmod(day.month - 1 + count, 12)
    last = (date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))


def write_phases(plan, ready, by) -> list[Phase]:
    made, start = [], plan.starts_on
    for position, one in enumerate(ready.phases):
        end = months_after(start, one.months)
        phase = Phase(plan=plan, name=str(one.name), position=position, starts_on=start, ends_on=end)
        made.append(parts.add(phase, by=by))
        start = end
    return made


def write_goals(plan, ready, phases, by):
    known = {one.kpi: one for one in ready.indicators}
    made: dict[str, Indicator] = {}
    for position, one in enumerate(ready.goals):
        goal = write_goal(plan, one, position, by)
        for at, strategy in enumerate(one.strategies):
            write_strategy(goal, strategy, at, phases, known, made, by)
        records.edit(goal, by=by, values={"benefit_indicator": made[one.counted_by]})


def write_goal(plan, ready: ReadyGoal, position, by) -> Goal:
    return records.create(
        Goal(
            plan=plan,
            statement=str(ready.statement),
            pillar=ready.pillar,
            kind=ready.kind,
            goal_owner=plan.sponsor,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            position=position,
            benefit_method=ready.method,
            benefit_inputs=proposed(ready, plan, by),
            benefit_group=str(ready.group),
            claims_benefit=ready.claims,
            created_at=plan.created_at,
        ),
        by=by,
    )


def write_strategy(goal, ready: ReadyStrategy, position, phases, known, made, by):
    phase, is_left_out = place(ready.benefit, ready.impact, phases)
    shared = {"function": ready.function, "responsible": goal.plan.manager, "created_at": goal.created_at}
    strategy = records.create(
        Strategy(
            goal=goal,
            statement=str(ready.statement),
            benefit=ready.benefit,
            impact=ready.impact,
            phase=phase,
            is_left_out=is_left_out,
            position=position,
            **shared,
        ),
        by=by,
    )
    for at, one in enumerate(ready.tactics):
        due_on = goal.starts_on + timedelta(days=one.due)
        tactic = Tactic(strategy=strategy, statement=str(one.statement), due_on=due_on, position=at, **shared)
        records.create(tactic, by=by)
    for key in ready.measured_by:
        if key in made:
            indicators.link(made[key], by=by, strategy=strategy)
        else:
            made[key] = write_indicator(strategy, known[key], len(made), by)


def write_indicator(strategy, ready: ReadyIndicator, position, by) -> Indicator:
    plan = strategy.plan
    indicator = Indicator(
        kpi_key=ready.kpi,
        cadence=ready.cadence,
        measured_by=plan.manager,
        accountable=plan.manager,
        is_headline=ready.is_headline,
        position=position,
        created_at=plan.created_at,
    )
    made = indicators.create(indicator, by=by, strategy=strategy)
    if ready.bands is not None:
        indicators.set_target(target_of(made, ready.bands, plan.starts_on), by=by)
    return made


def target_of(indicator, bands, day) -> Target:
    side = "high" if indicator.kpi.better == Direction.DOWN else "low"
    edges = {f"acceptable_{side}": Decimal(bands.acceptable), f"desired_{side}": Decimal(bands.desired)}
    made_at = indicator.created_at
    return Target(indicator=indicator, valid_from=day, basis=bands.basis, created_at=made_at, **edges)


def proposed(ready: ReadyGoal, plan, by) -> dict[str, str]:
    """Inputs the organization's own records can tell; the others are left to a person."""
    if by is not None and not by.access.may("figures", Indicator):
        return {}
    end = min(plan.starts_on, timezone.localdate())
    found = {
        name: LAST_YEARS[what](Period(end - timedelta(days=YEAR), end)) for name, what in ready.proposals.items()
    }
    return {name: str(value.quantize(CENT)) for name, value in found.items() if value}


def revenue_of_a_customer(year: Period) -> Decimal | None:
    """What a customer who bought in this year paid in it."""
    buyers = kpi_of("mkt.repeat_rate").figure(Asking(), year).denominator
    revenue = kpi_of("sal.revenue_won").figure(Asking(), year).value
    return revenue / buyers if buyers and revenue is not None else None


def value_of_a_win(year: Period) -> Decimal | None:
    return kpi_of("mkt.aov").figure(Asking(), year).value


LAST_YEARS = {"customer": revenue_of_a_customer, "win": value_of_a_win}
