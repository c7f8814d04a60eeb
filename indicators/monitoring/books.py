"""The money of a whole plan: the ledger of each goal, the return, and how both grew day by day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crm.measures import Grain
from indicators.models import Goal, Investment
from indicators.monitoring.known import Known, known_of
from indicators.monitoring.ledger import GoalLedger, Return, ledger_of, return_of, total

DAY = timedelta(days=1)
# Beyond so many months, the picture and its table go by quarters.
MOST_MONTHS = 36


@dataclass(frozen=True)
class Books:
    ledgers: list[GoalLedger]
    investments: list[Investment]
    whole: Return

    def of(self, goal) -> GoalLedger:
        return next(one for one in self.ledgers if one.goal.pk == goal.pk)


@dataclass(frozen=True)
class Standing:
    """Sums up to and including a day; what the days to come bring is None."""

    day: date
    invested: Decimal
    realised: Decimal | None
    expected: Decimal


def books_of(plan, today: date, *, at=None, goals=None, known: Known | None = None) -> Books:
    """As believed at the moment `at`, else now; what is loaded already may be given."""
    if goals is None:
        goals = goals_of(plan)
    if known is None:
        known = known_of([one.benefit_indicator for one in goals if one.benefit_indicator], at)
    investments = list(Investment.objects.filter(plan=plan).order_by("spent_on", "pk"))
    ledgers = [one_ledger(goal, plan, known) for goal in goals]
    return Books(ledgers, investments, return_of(ledgers, investments, today))


def goals_of(plan) -> list[Goal]:
    return list(Goal.objects.in_order().filter(plan=plan).select_related("benefit_indicator", "goal_owner"))


def one_ledger(goal, plan, known) -> GoalLedger:
    number = goal.benefit_indicator_id
    return ledger_of(
        goal, plan, known.snapshots.get(number, []), known.baselines.get(number), known.targets.get(number, [])
    )


def growth(plan, books: Books, today: date) -> list[Standing]:
    """At the end of each month of the plan, of each quarter where it is long."""
    lines = [line for one in books.ledgers if one.counts for line in one.lines]
    first = min([plan.starts_on, *(one.spent_on for one in books.investments)])
    return [standing(one, lines, books.investments, today) for one in steps(first, plan.ends_on)]


def steps(start: date, end: date):
    months = Grain.MONTH.periods(start, end + DAY)
    return months if len(months) <= MOST_MONTHS else Grain.QUARTER.periods(start, end + DAY)


def standing(period, lines, investments, today) -> Standing:
    day = period.last
    due = [one for one in lines if one.end - DAY <= day]
    return Standing(
        day,
        total(one.amount for one in investments if one.spent_on <= day),
        total(one.realised for one in due) if period.start <= today else None,
        total(one.expected for one in due),
    )
