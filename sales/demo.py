"""Opportunities of the demonstration, moved through their stages day by day up to today."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.actions.history import acting, record
from crm.demo.scale import without_indexes
from crm.demo.world import World
from crm.models import Company, Source
from sales.models import LostReason, Opportunity, OpportunityContact, OpportunityProduct, Pipeline, Product, StageMove
from workflow.actions import rule as rules
from workflow.demo import task
from workflow.models import Rule, Task, TaskType

PRODUCTS = [
    ("KIT-10", gettext_noop("Solar kit 10 kWp"), gettext_noop("Kits"), 38_000),
    ("KIT-30", gettext_noop("Solar kit 30 kWp"), gettext_noop("Kits"), 98_000),
    ("KIT-75", gettext_noop("Solar kit 75 kWp"), gettext_noop("Kits"), 228_000),
    ("BAT-05", gettext_noop("Battery 5 kWh"), gettext_noop("Storage"), 21_500),
    ("MON-12", gettext_noop("Monitoring, 12 months"), gettext_noop("Services"), 2_400),
    ("LIM-01", gettext_noop("Panel cleaning"), gettext_noop("Services"), 1_250),
]
SUBJECTS = [
    gettext_noop("Solar roof"),
    gettext_noop("Solar carport"),
    gettext_noop("Extension of the plant"),
    gettext_noop("Batteries for peak hours"),
    gettext_noop("Maintenance contract"),
]


def build(world: World):
    with acting(None, cause="demo"):
        products = Product.objects.bulk_create(
            [
                Product(code=code, name=_(name), family=_(family), price=price)
                for code, name, family, price in PRODUCTS
            ]
        )
        pipeline = Pipeline.objects.default()
        stages = list(pipeline.stages.filter(kind="open").order_by("position"))
        sources = list(Source.objects.all())
        for home in world.companies:
            many = world.chance.choices([0, 1, 2, 4], [25, 40, 25, 10])[0]
            for __ in range(many + (home.relationship == "customer")):
                story(world, home, products, sources, stages)
        plan(world)
    automate(world, stages)


def automate(world: World, stages):
    """Two automations of the administrator, from today on."""
    owner, proposal = world.people["Elisa Prado"], stages[2]
    onboarding = {
        "kind": "task", "title": _("Welcome the new customer: {name}"), "type": "todo", "who": "owner", "amount": 2,
        "unit": "business_days", "description": _("Agree on the date of installation and introduce the service team."),
    }  # fmt: skip
    call = {
        "kind": "task", "title": _("Call about the proposal: {name}"), "type": "call", "who": "owner", "amount": 1,
        "unit": "business_days",
    }  # fmt: skip
    kept = {"record_type": ContentType.objects.get_for_model(Opportunity)}
    in_proposal = [{"field": "stage", "operator": "is", "value": proposal.pk}]
    found = [
        Rule(name=_("Won: begin the onboarding"), trigger="verb", verb="won", steps=[onboarding], **kept),
        Rule(
            name=_("Proposal without news for 5 days"), trigger="time", field="stage_since", amount=5, unit="days",
            conditions=[{"match": "all", "rows": in_proposal}], steps=[call], **kept,
        ),
    ]  # fmt: skip
    for one in found:
        rules.switch_on(rules.create(one, by=owner), by=owner)


def story(world: World, home, products, sources, stages):
    """One opportunity from its first day to where it stands now."""
    chance = world.chance
    opened = world.moment(after=home.created_at)
    with acting(home.owner, at=opened):
        opportunity = Opportunity.objects.create(
            name=f"{_(chance.choice(SUBJECTS))} – {home.name}",
            company=home,
            pipeline=stages[0].pipeline,
            stage=stages[0],
            amount=0,
            closes_on=(opened + timedelta(days=chance.randint(30, 120))).date(),
            opened_at=opened,
            stage_since=opened,
            source=chance.choice(sources),
            owner=home.owner,
            team=home.team,
            created_by=home.owner,
            created_at=opened,
        )
        offer(world, opportunity, products)
    moment = opened
    for stage in stages[1:]:
        moment = max(moment, world.working(moment + timedelta(days=chance.randint(4, 26))))
        if moment > world.now or world.some(0.12):
            break
        move(opportunity, stage, moment)
    decide(world, opportunity, moment)


def offer(world: World, opportunity, products):
    lines = [
        OpportunityProduct(
            opportunity=opportunity,
            product=product,
            quantity=world.chance.choice([1, 1, 2]),
            unit_price=product.price,
            discount=world.chance.choice([0, 0, 0, 5, 10]),
            created_at=opportunity.created_at,
            position=position,
        )
        for position, product in enumerate(world.chance.sample(products, world.chance.choice([1, 1, 2, 3])))
    ]
    OpportunityProduct.objects.bulk_create(lines)
    amount = sum(line.unit_price * line.quantity * (100 - line.discount) / Decimal(100) for line in lines)
    Opportunity.objects.filter(pk=opportunity.pk).update(amount=amount)
    people = world.contacts.get(opportunity.company_id, [])[:2]
    OpportunityContact.objects.bulk_create(
        OpportunityContact(
            opportunity=opportunity,
            contact=person,
            role=role,
            is_primary=role == "decision_maker",
            created_at=opportunity.created_at,
        )
        for person, role in zip(people, ("decision_maker", "technical"), strict=False)
    )


def move(opportunity, stage, moment, verb="moved", **fields):
    with acting(opportunity.owner, at=moment):
        was = Opportunity.objects.select_related("stage").get(pk=opportunity.pk).stage
        Opportunity.objects.filter(pk=opportunity.pk).update(stage=stage, stage_since=moment, **fields)
        record(opportunity, verb, by=opportunity.owner, from_stage=was.pk, to_stage=stage.pk)


def decide(world: World, opportunity, moment):
    """What is old enough was won or lost; four in ten of what is decided is won."""
    closed = max(moment, world.working(moment + timedelta(days=world.chance.randint(3, 30))))
    if closed > world.now or world.some(0.1):
        return
    pipeline = opportunity.pipeline
    if world.some(0.42):
        move(opportunity, pipeline.first_stage("won"), closed, "won", closed_at=closed, closes_on=closed.date())
    else:
        reason = world.chance.choice(list(LostReason.objects.filter(is_unknown=False)))
        stage = pipeline.first_stage("lost")
        move(opportunity, stage, closed, "lost", closed_at=closed, closes_on=closed.date(), lost_reason=reason)


def plan(world: World):
    """Next steps of most open opportunities; the rest shows what the discipline is for."""
    made = []
    for opportunity in Opportunity.objects.open().select_related("owner", "team").order_by("pk"):
        closes = world.now.date() + timedelta(days=world.chance.randint(-8, 75))
        with acting(opportunity.owner, at=opportunity.stage_since):
            Opportunity.objects.filter(pk=opportunity.pk).update(closes_on=closes)
        if world.some(0.8):
            made.append(task(world, opportunity, due=world.deadline(world.chance.randint(-3, 14))))
    Task.objects.bulk_create(made)


SCALED = """
INSERT INTO sales_opportunity (name, company_id, pipeline_id, stage_id, amount, currency, closes_on, opened_at, stage_since,
    closed_at, source_id, owner_id, team_id, created_by_id, created_at, updated_at, version, custom, tags, external_id,
    description, excuse, lost_note)
SELECT 'Negócio ' || i || ' – ' || c.name, c.id, %(pipeline)s, w.stage, h.m %% 90000 + 1000, 'BRL',
    (w.opened + interval '60 days')::date, w.opened, w.since,
    CASE WHEN w.n %% %(all)s >= %(open)s THEN w.since END, c.source_id, c.owner_id, c.team_id, c.owner_id, w.opened, w.since,
    1, '{}', '{}', '', '', '', ''
FROM generate_series(1, %(count)s) i
CROSS JOIN LATERAL (SELECT hashint8extended(i, 1) & 2147483647 AS n, hashint8extended(i, 2) & 2147483647 AS m) h
JOIN crm_company c ON c.id = %(company)s + h.m / 7 %% %(companies)s
CROSS JOIN LATERAL (SELECT h.n AS n, (%(stages)s::bigint[])[1 + h.n %% %(all)s] AS stage,
    now() - h.m %% 47304000 * interval '1 second' AS opened,
    LEAST(now(), now() - h.m %% 47304000 * interval '1 second' + (i %% 90) * interval '1 day') AS since) w
"""
TASKS = """
INSERT INTO workflow_task (title, type_id, priority, due_at, outcome, cancel_reason, involved, description, owner_id, team_id, created_by_id, record_type_id, record_id,
    created_at, updated_at, version, custom, tags, external_id)
SELECT 'Retomar ' || id, %(call)s, 2, now() + (id %% 30) * interval '1 day', '', '', '{}', '', owner_id, team_id, owner_id, %(type)s, id,
    now(), now(), 1, '{}', '{}', '' FROM sales_opportunity WHERE state = 'open' AND id %% 5 > 0
"""


def fill(contacts: int, tell):
    """Three opportunities for ten contacts, a fifth of the open ones without a next task."""
    pipeline = Pipeline.objects.default()
    stages = [stage.pk for stage in pipeline.stages.order_by("position")]
    first = Company.objects.earliest("pk").pk
    values = {
        "pipeline": pipeline.pk, "stages": stages, "all": len(stages), "count": contacts * 3 // 10,
        "open": pipeline.stages.filter(kind="open").count(), "company": first, "companies": Company.objects.count(),
        "call": TaskType.objects.of("call").pk, "type": ContentType.objects.get_for_model(Opportunity).pk,
    }  # fmt: skip
    with without_indexes(Opportunity, StageMove, Task), connection.cursor() as cursor:
        for what, statement in (("opportunities", SCALED), ("tasks", TASKS)):
            cursor.execute(statement, values)
            tell(f"{what}: {cursor.rowcount}")
