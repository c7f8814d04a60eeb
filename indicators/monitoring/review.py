"""A plan as it was known on a day: what it consisted of, its figures, its money, and what was put right since."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from crm.measures import Asking
from crm.measures.period import midnight
from indicators.models import CorrectiveAction, Goal, Indicator, Link, Restatement, Strategy
from indicators.monitoring.books import Books, books_of
from indicators.monitoring.known import known_of
from indicators.monitoring.tree import Leaf

DAY = timedelta(days=1)


@dataclass
class GoalReview:
    """A goal with its strategies of that day, each with what measured it."""

    goal: Goal
    strategies: list[tuple[Strategy, list[Leaf]]]


@dataclass
class Review:
    """`moment` is the end of the day; `restated` are figures of before that were put right after it."""

    plan: object
    on: date
    moment: datetime
    goals: list[GoalReview]
    books: Books
    actions: list[CorrectiveAction]
    restated: list[Restatement]

    @property
    def leaves(self) -> list[Leaf]:
        return list(
            {leaf.indicator.pk: leaf for goal in self.goals for __, own in goal.strategies for leaf in own}.values()
        )


def review_of(plan, on: date, user) -> Review:
    """What `user` may see of it; a fixed number of queries."""
    moment = midnight(on + DAY, Asking().zone)
    goals = list(
        there(Goal, moment)
        .filter(plan=plan)
        .select_related("benefit_indicator", "goal_owner")
        .order_by("position", "pk")
    )
    indicators = there(Indicator, moment).filter(pk__in=Indicator.objects.visible_to(user), plan=plan)
    indicators = list(indicators.select_related("accountable").order_by("position", "pk"))
    counted = [one.benefit_indicator for one in goals if one.benefit_indicator]
    known = known_of({one.pk: one for one in (*indicators, *counted)}.values(), moment)
    actions = open_then(plan, moment, user)
    leaves = leaves_of(indicators, known, actions)
    return Review(
        plan,
        on,
        moment,
        goals_of(plan, goals, leaves, moment),
        books_of(plan, on, at=moment, goals=goals, known=known),
        actions,
        restated_since(plan, moment, user),
    )


def there(model, moment):
    """Rows that were written and not in the trash at that moment."""
    gone = Q(deleted_at__isnull=True) | Q(deleted_at__gte=moment)
    return model.objects.filter(gone, created_at__lt=moment)


def leaves_of(indicators, known, actions) -> dict[int, Leaf]:
    counts = defaultdict(int)
    for one in actions:
        counts[one.indicator_id] += 1
    return {
        one.pk: Leaf(one, known.snapshots.get(one.pk, []), known.baselines.get(one.pk), counts[one.pk])
        for one in indicators
    }


def goals_of(plan, goals, leaves, moment) -> list[GoalReview]:
    strategies = list(
        there(Strategy, moment)
        .filter(goal__in=goals)
        .select_related("phase", "responsible")
        .order_by("position", "pk")
    )
    links = defaultdict(list)
    for strategy, indicator in Link.objects.filter(strategy__in=strategies).values_list("strategy", "indicator"):
        links[strategy].append(indicator)
    own = {one.pk: [leaf for pk, leaf in leaves.items() if pk in links[one.pk]] for one in strategies}
    return [GoalReview(goal, [(one, own[one.pk]) for one in strategies if one.goal_id == goal.pk]) for goal in goals]


def open_then(plan, moment, user) -> list[CorrectiveAction]:
    still = Q(closed_at__isnull=True) | Q(closed_at__gte=moment)
    there = Q(deleted_at__isnull=True) | Q(deleted_at__gte=moment)
    found = CorrectiveAction.objects.visible_to(user).filter(still, there, indicator__plan=plan, opened_at__lt=moment)
    return list(found.select_related("owner", "indicator").order_by("due_on", "pk"))


def restated_since(plan, moment, user) -> list[Restatement]:
    found = Restatement.objects.visible_to(user).filter(
        new__indicator__plan=plan, made_at__gte=moment, old__made_at__lt=moment
    )
    return list(found.select_related("old", "new__indicator").order_by("made_at", "pk"))
