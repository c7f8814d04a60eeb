"""Plain rows for tests; nothing happens in them but what is written here."""

from datetime import date
from itertools import count

import factory
from django.db import transaction
from django.utils import timezone

from crm.tests.factories import UserFactory
from indicators.models import (
    Annotation,
    Baseline,
    CorrectiveAction,
    Goal,
    Indicator,
    Investment,
    Link,
    Phase,
    Plan,
    Snapshot,
    Strategy,
    Tactic,
    Target,
)


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    name = factory.Sequence(lambda number: f"Plan {number}")
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda number: f"Phase {number}")
    position = factory.Sequence(lambda number: number % 1000)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 6, 30)


class InvestmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Investment

    plan = factory.SubFactory(PlanFactory)
    spent_on = date(2026, 1, 1)
    label = factory.Sequence(lambda number: f"Licence {number}")
    amount = 10_000


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    statement = factory.Sequence(lambda number: f"Sell more {number}")
    starts_on = factory.LazyAttribute(lambda goal: goal.plan.starts_on)
    ends_on = factory.LazyAttribute(lambda goal: goal.plan.ends_on)


class StrategyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Strategy

    goal = factory.SubFactory(GoalFactory)
    statement = factory.Sequence(lambda number: f"Visit customers {number}")


class TacticFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tactic

    strategy = factory.SubFactory(StrategyFactory)
    statement = factory.Sequence(lambda number: f"Train sellers {number}")


class IndicatorFactory(factory.django.DjangoModelFactory):
    """Hung on `strategy`, else on a new one of its plan."""

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    kpi_key = "sal.revenue_won"
    name = factory.Sequence(lambda number: f"Revenue {number}")
    scope = factory.LazyAttribute(lambda one: {})

    @factory.post_generation
    def strategy(self, create, extracted, **kwargs):
        Link.objects.create(indicator=self, strategy=extracted or StrategyFactory(goal=GoalFactory(plan=self.plan)))

    @classmethod
    def _generate(cls, strategy, params):
        """Indicator and link in one transaction: neither is allowed without the other."""
        with transaction.atomic():
            return super()._generate(strategy, params)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs["kpi_key"] == "sal.revenue_won" and not kwargs["scope"]:
            # A plan has each metric once for each part.
            used = set(Indicator.objects.filter(plan=kwargs["plan"]).values_list("kpi_key", flat=True))
            free = [one for one in KPIS if one not in used]
            kwargs |= {"kpi_key": free[0]} if free else {"scope": {"owner": next(NUMBERS)}}
        return super()._create(model_class, *args, **kwargs)


NUMBERS = count(1)
KPIS = ["sal.revenue_won", "sal.opps_created", "sal.win_rate_decided", "sal.cycle", "mkt.aov", "mkt.new_customers"]


class BaselineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Baseline

    indicator = factory.SubFactory(IndicatorFactory)
    kpi_version = 1
    grain = "month"
    starts_on = date(2025, 1, 1)
    ends_on = date(2026, 1, 1)
    points = factory.LazyFunction(list)
    n = 12
    mean = 1000
    moving_range = 100
    lower = 734
    upper = 1266
    is_provisional = False
    digest = "0" * 64


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    valid_from = date(2026, 1, 1)
    acceptable_low = 1000
    desired_low = 1200


class SnapshotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Snapshot

    indicator = factory.SubFactory(IndicatorFactory)
    grain = "month"
    period_start = date(2026, 1, 1)
    period_end = date(2026, 2, 1)
    kpi_version = 1
    value = 1000
    numerator = 1000
    n = 3
    standing = "figure"
    maturity = "final"
    final_from = factory.LazyFunction(timezone.now)
    members_digest = "0" * 64


class AnnotationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Annotation

    indicator = factory.SubFactory(IndicatorFactory)
    day = date(2026, 3, 1)
    text = factory.Sequence(lambda number: f"Trade fair {number}")


class CorrectiveActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CorrectiveAction

    title = factory.Sequence(lambda number: f"Find out why {number}")
    indicator = factory.SubFactory(IndicatorFactory)
    owner = factory.SubFactory(UserFactory)
    team = factory.LazyAttribute(lambda one: one.owner and one.owner.team)
    due_on = date(2026, 12, 1)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """One is open for each cause: further ones have another, and then are over."""
        open_ones = CorrectiveAction.objects.open().filter(indicator=kwargs["indicator"])
        taken = set(open_ones.values_list("cause", flat=True))
        free = [cause for cause, __ in CorrectiveAction.CAUSES if cause not in taken]
        given = {"cause": free[0]} if free else {"state": "effective"}
        return super()._create(model_class, *args, **{**given, **kwargs})
