"""A small company with eight months behind it, the same in every run: what figures are tried on."""

import random
from datetime import UTC, datetime, timedelta

from crm.actions.history import acting, record
from crm.models import Activity, Sector, Source
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory
from sales.models import LostReason, Opportunity
from sales.tests.factories import LineFactory, OpportunityFactory, ProductFactory, stage_of
from workflow.actions.taskclock import freeze_missing
from workflow.models import Task, TaskType

BEGIN = datetime(2026, 1, 5, 15, tzinfo=UTC)
DAY = timedelta(days=1)
LIVES = [(), ("next",), ("won",), ("next", "won"), ("lost",), ("won", "open", "won"), ("next", "lost")]


def build(people, seed=7, begin=BEGIN):
    """`people` own everything in turn; the last one takes over some of it later."""
    dice = random.Random(seed)
    sectors = [Sector.objects.get_or_create(name=name)[0] for name in ("Solar", "Food")]
    companies = [
        CompanyFactory(owner=people[at % len(people)], team=people[at % len(people)].team, sector=sectors[at % 2])
        for at in range(9)
    ]
    for company in companies:
        ContactFactory(owner=company.owner, team=company.team)
    products = [ProductFactory(family=family) for family in ("Panels", "Service")]
    for __ in range(50):
        live(dice, dice.choice([*companies, None]), people, products, begin)
    TaskType.objects.filter(key="todo").update(ideal_minutes=1500)
    freeze_missing()
    return companies


def past(*people):
    """Two years of it before autumn 2026, with a source of business that is new in the last one."""
    for year in (2024, 2025):
        build(people, seed=year, begin=datetime(year, 10, 6, 15, tzinfo=UTC))
    build(people, seed=1)
    Opportunity.objects.filter(opened_at__year=2026).update(source=Source.objects.create(name="Fair of 2026"))


def live(dice, company, people, products, begin):
    """One opportunity from its opening to wherever it got, and the work about it."""
    owner = company.owner if company else dice.choice(people)
    at = begin + dice.randrange(0, 210) * DAY
    with acting(owner, at=at):
        deal = OpportunityFactory(
            company=company,
            owner=owner,
            team=owner.team,
            amount=dice.choice([None, 100, 250, 1000, 4000]),
            currency=dice.choice(["BRL", "BRL", "BRL", "USD"]),
            opened_at=at,
            closes_on=(at + dice.randrange(5, 90) * DAY).date(),
            created_at=at,
            created_by=owner,
        )
        if dice.random() < 0.5:
            LineFactory(opportunity=deal, product=dice.choice(products))
    for end in dice.choice(
        [(), ("next",), ("won",), ("next", "won"), ("lost",), ("won", "open", "won"), ("next", "lost")]
    ):
        at += dice.randrange(1, 40) * DAY
        move(deal, end, owner, at)
        if dice.random() < 0.3:
            hand_over(deal, dice.choice(people), at + DAY)
    work(dice, deal, owner, at)


def move(deal, end, by, at):
    stage = {"next": stage_of("open", 1), "open": stage_of("open", 0)}.get(end) or stage_of(end)
    reason = LostReason.objects.first() if end == "lost" else None
    with acting(by, at=at):
        Opportunity.objects.filter(pk=deal.pk).update(stage=stage, lost_reason=reason)


def hand_over(deal, to, at):
    with acting(to, at=at):
        Opportunity.objects.filter(pk=deal.pk).update(owner=to, team=to.team, closes_on=(at + 30 * DAY).date())


def dice_of(task) -> int:
    """Chance that takes nothing from the other dice, so that the rest of the world stays as it was."""
    return task.pk % 4


def work(dice, deal, owner, at):
    with acting(owner, at=at):
        ActivityFactory(about=deal, owner=owner, kind=dice.choice(list(dict(Activity.KINDS))), occurred_at=at)
        task = Task.objects.create(
            title="Call", about=deal, owner=owner, team=owner.team, due_at=at + 3 * DAY, created_at=at
        )
        if dice_of(task) < 3:
            Task.objects.filter(pk=task.pk).update(first_action_at=at + DAY / (1 + dice_of(task)))
    if dice.random() < 0.4:
        with acting(owner, at=at + DAY):
            Task.objects.filter(pk=task.pk).update(due_at=at + 9 * DAY)
    if dice.random() < 0.7:
        with acting(owner, at=at + 2 * DAY):
            Task.objects.filter(pk=task.pk).update(done_at=at + dice.randrange(1, 12) * DAY, done_by=owner)
            if dice_of(task) == 1:
                record(task, "reopened", by=owner)
