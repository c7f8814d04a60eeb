"""The plan of the demonstration: started months ago, measured up to today, with what followed from it."""

from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.actions.history import acting
from crm.demo.world import ZONE, World
from crm.models import Contact, Message
from indicators.actions import baseline as baselines
from indicators.actions import correctiveaction as actions
from indicators.actions import indicator as indicators
from indicators.actions import plan as plans
from indicators.actions import readyplan, snapshot
from indicators.actions import strategy as strategies
from indicators.models import (
    Annotation,
    CorrectiveAction,
    Goal,
    Indicator,
    Investment,
    Plan,
    Snapshot,
    Strategy,
    Tactic,
    Target,
)
from indicators.models.initiative import LOWEST
from indicators.readyplans import READY

# The story has sold for a year and a half: half a year of wins before the plan, and some months since.
MONTHS_AGO = 5
SPENT = [
    ("software", gettext_noop("Licences of the first year"), 0, 18_000),
    ("services", gettext_noop("Consultancy for the roll-out"), 10, 12_500),
    ("training", gettext_noop("Training of the three teams"), 35, 6_400),
    ("people", gettext_noop("Hours of the project team"), 90, 9_800),
]
HAPPENED = [
    ("mkt.aov", "change", gettext_noop("New price list"), 40),
    ("mkt.new_customers", "event", gettext_noop("Stand at the solar fair in Porto Alegre"), 75),
    ("sal.win_rate_decided", "event", gettext_noop("A competitor lowers its prices"), 110),
]
DONE, REACHABLE = "adm.next_step", "adm.contacts_reachable"
CARDS = [
    "Adão Kuhn", "Berenice Lopes", "Cláudio Bortolin", "Denise Weber", "Evandro Prates", "Fabiana Scherer",
    "Gilmar Antunes", "Helga Zimmermann", "Ivo Dal Pont", "Janaína Rech", "Lauro Beckmann", "Marlise Fontoura",
]  # fmt: skip
HYPOTHESIS = gettext_noop("Next steps are planned on paper and in people's heads, and not in Norte.")
REMEDY = gettext_noop(
    "Every Monday the team goes through the opportunities without a next task, and leaves with one."
)


def build(world: World):
    sponsor, manager = world.people["Elisa Prado"], world.people["Bruno Reis"]
    start = first_day(world.now.date())
    with acting(None, cause="demo"):
        plan = applied(sponsor, manager, start)
        with acting(manager, at=morning(start - timedelta(days=5))):
            share_out(plan, world)
            watch_contacts(plan, world)
        begin(plan, manager, start)
        measure(plan)
        annotate(plan, manager, start)
        carry_out(plan, manager)
        sketch(world)


def first_day(today: date) -> date:
    months = today.year * 12 + today.month - 1 - MONTHS_AGO
    return date(months // 12, months % 12 + 1, 1)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)


def applied(sponsor, manager, start) -> Plan:
    at = morning(start - timedelta(days=12))
    with acting(manager, at=at):
        plan = readyplan.apply(
            READY["sales"],
            by=manager,
            starts_on=start,
            sponsor=sponsor,
            manager=manager,
            language=translation.get_language(),
            margin=28,
            at=at,
        )
    Investment.objects.bulk_create(
        Investment(plan=plan, kind=kind, label=_(label), spent_on=start + timedelta(days=days), amount=amount)
        for kind, label, days, amount in SPENT
    )
    return plan


def share_out(plan, world: World):
    """An analyst measures what is about customers; the head of a team answers for the figure of her team."""
    plan.indicators.filter(kpi_key__startswith="mkt.").update(measured_by=world.people["Carla Dias"])
    head = world.people["Ana Melo"]
    strategy = Strategy.objects.filter(goal__plan=plan, links__indicator__kpi_key="sal.win_rate_decided").first()
    name = f"{plan.indicators.get(kpi_key='sal.win_rate_decided')} – {head.team}"
    indicator = Indicator(
        kpi_key="sal.win_rate_decided",
        name=name,
        scope={"team": head.team_id},
        measured_by=head,
        accountable=head,
        position=99,
        created_at=plan.created_at,
    )
    made = indicators.create(indicator, by=plan.manager, strategy=strategy)
    bands = Target(indicator=made, valid_from=plan.starts_on, acceptable_low=40, desired_low=50)
    indicators.set_target(bands, by=plan.manager)


def watch_contacts(plan, world: World):
    """Cards of a fair were typed in as names alone: one month falls, and by more than chance."""
    assistant = world.people["Carla Dias"]
    strategy = Strategy.objects.filter(goal__plan=plan, links__indicator__kpi_key="mkt.new_customers").first()
    indicator = Indicator(
        kpi_key=REACHABLE,
        measured_by=assistant,
        accountable=plan.manager,
        position=98,
        created_at=plan.created_at,
    )
    made = indicators.create(indicator, by=plan.manager, strategy=strategy)
    bands = Target(indicator=made, valid_from=plan.starts_on, acceptable_low=90, desired_low=97)
    indicators.set_target(bands, by=plan.manager)
    fair = (world.now.date().replace(day=1) - timedelta(days=1)).replace(day=15)
    for number, name in enumerate(CARDS):
        at = morning(fair) + timedelta(minutes=7 * number)
        with acting(assistant, at=at):
            Contact.objects.create(
                name=name, owner=assistant, team=assistant.team, created_at=at, created_by=assistant
            )


def begin(plan, manager, start):
    """Baselines frozen and the plan started on its first day; the tactics due since then were mostly taken."""
    at = morning(start)
    with acting(manager, at=at):
        for one in plan.indicators.all():
            baseline = baselines.worked_out(one, baselines.window(one.grain, start))
            baseline.frozen_at = at
            baselines.save(one, baseline, manager)
        Plan.objects.filter(pk=plan.pk).update(activated_at=at)
        plans.activate(plan, by=manager)
    weigh(plan, manager, at)
    for number, tactic in enumerate(Tactic.objects.filter(strategy__goal__plan=plan).order_by("due_on", "pk")):
        if morning(tactic.due_on) < morning(start + timedelta(days=100)) and number % 5 != 4:
            done = morning(tactic.due_on + timedelta(days=number % 3 - 1))
            with acting(manager, at=done):
                strategies.complete(tactic, by=manager)
                Tactic.objects.filter(pk=tactic.pk).update(done_at=done)


def weigh(plan, manager, at):
    """The first step of each strategy has scores of its own: it brings as much, and changes a little less."""
    first = Tactic.objects.filter(strategy__goal__plan=plan, position=0).select_related("strategy__goal__plan")
    with acting(manager, at=at):
        for one in first.order_by("pk"):
            impact = max(LOWEST, one.strategy.impact - 1)
            strategies.score(one, by=manager, benefit=one.strategy.benefit, impact=impact)


def measure(plan):
    """As every night since; what it would have written to people is not sent."""
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for pk in plan.indicators.order_by("pk").values_list("pk", flat=True):
        snapshot.measure(pk)
    Snapshot.objects.filter(indicator__plan=plan).update(made_at=F("final_from") + timedelta(hours=2))
    Message.objects.filter(pk__gt=newest).delete()


def annotate(plan, manager, start):
    for key, kind, text, days in HAPPENED:
        day = start + timedelta(days=days)
        indicator = plan.indicators.filter(kpi_key=key, scope={}).get()
        with acting(manager, at=morning(day)):
            Annotation.objects.create(indicator=indicator, kind=kind, text=_(text), day=day, written_by=manager)


def carry_out(plan, manager):
    """One of the corrective actions that followed is done, and waits for its effect."""
    for one in CorrectiveAction.objects.open().filter(indicator__plan=plan, indicator__kpi_key=DONE)[:1]:
        actions.carry_out(one, by=manager, hypothesis=_(HYPOTHESIS), remedy=_(REMEDY))


def sketch(world: World):
    """A plan just begun, which still lacks much: what the page of what is missing is for."""
    manager = world.people["Bruno Reis"]
    start = (world.now.date().replace(day=1) + timedelta(days=31)).replace(day=1)
    with acting(manager):
        plan = Plan.objects.create(
            name=_("Customers of the North-East"),
            purpose=_("Bring the new team to the level of the others."),
            manager=manager,
            starts_on=start,
            ends_on=start + timedelta(days=364),
            created_by=manager,
        )
        dates = {"plan": plan, "starts_on": plan.starts_on, "ends_on": plan.ends_on, "created_by": manager}
        goal = Goal.objects.create(statement=_("Double the customers of the North-East"), goal_owner=manager, **dates)
        Goal.objects.create(statement=_("Shorten the first answer"), kind="efficiency", position=1, **dates)
        strategy = Strategy.objects.create(
            goal=goal, statement=_("Visit installers in the four capitals"), responsible=manager, created_by=manager
        )
        indicators.create(Indicator(kpi_key="mkt.new_customers"), by=manager, strategy=strategy)
