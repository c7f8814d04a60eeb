"""Months of wins and an indicator over them: what measuring and judging are tried on."""

from datetime import UTC, date, datetime, timedelta

from crm.actions.history import acting
from indicators.models import Indicator
from indicators.tests.factories import IndicatorFactory, PlanFactory, TargetFactory
from sales.models import Opportunity
from sales.tests.factories import OpportunityFactory, stage_of

START = date(2026, 1, 1)
# A year that varies by chance alone around a thousand.
STEADY = [1010, 950, 1040, 990, 1020, 960, 1050, 980, 1000, 1030, 970, 1000]


def month(number: int) -> date:
    """The first day of a month: 1 is January 2026, 0 December 2025."""
    return date(2026 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def win(seller, amount, day: date, **fields) -> Opportunity:
    """An opportunity opened and won on one day."""
    with acting(seller, at=noon(day)):
        deal = OpportunityFactory(
            owner=seller,
            team=seller.team,
            amount=amount,
            opened_at=noon(day) - timedelta(hours=1),
            created_at=noon(day) - timedelta(hours=1),
            **fields,
        )
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage_of("won"))
    return deal


def earn(seller, amounts, first: int):
    """One win on the tenth of each month, from the month with this number on."""
    return [win(seller, amount, month(first + at) + timedelta(days=9)) for at, amount in enumerate(amounts)]


def watched(seller, amounts=STEADY, **fields) -> Indicator:
    """Monthly revenue of an active plan from 2026 on, with the year before it behind it and bands."""
    earn(seller, amounts, 1 - len(amounts))
    plan = PlanFactory(
        starts_on=START, ends_on=date(2026, 12, 31), state="active", sponsor=fields.pop("sponsor", None)
    )
    indicator = IndicatorFactory(plan=plan, accountable=seller, measured_by=seller, **fields)
    TargetFactory(indicator=indicator, valid_from=START, acceptable_low=900, desired_low=1100)
    return indicator
