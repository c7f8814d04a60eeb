"""What the staff of the demonstration did and still has to do."""

import random
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.actions.history import acting
from crm.demo.world import ZONE, World
from crm.models import Team
from crm.models.kinds import subject_model
from workflow.actions import approval as approvals
from workflow.actions import process as processes
from workflow.actions import task as tasks
from workflow.actions import taskparticipant as participants
from workflow.actions.checklist import lay_out
from workflow.models import (
    Absence,
    Approval,
    Calendar,
    CalendarUse,
    CalendarVersion,
    ChecklistItem,
    Dependency,
    ProcessStep,
    ProcessTemplate,
    Task,
    TaskType,
)
from workflow.models.calendaruse import Calendars, calendar_for

WORK = [
    ("call", gettext_noop("Call about the proposal")),
    ("call", gettext_noop("Call to confirm the visit")),
    ("email", gettext_noop("Send the updated proposal")),
    ("visit", gettext_noop("Visit the site and measure the roof")),
    ("meeting", gettext_noop("Present the project to the partners")),
    ("proposal", gettext_noop("Prepare the financing simulation")),
    ("todo", gettext_noop("Ask for the last three energy bills")),
]

DAY = 510
PROCESSES = [
    (
        gettext_noop("Onboarding of a new customer"),
        "crm.company",
        gettext_noop("From the signed contract to the first visit of the engineers."),
        [
            ("welcome", gettext_noop("Call to welcome the customer"), (), {"task_type": "call", "due_minutes": DAY}),
            (
                "documents",
                gettext_noop("Gather the documents"),
                (),
                {"team": "Atendimento", "assignee": "team", "due_minutes": 3 * DAY,
                 "checklist": gettext_noop("Articles of association\nEnergy bills of twelve months\nPhotos of the roof")},
            ),
            (
                "terms",
                gettext_noop("Approve the terms of payment"),
                ("documents",),
                {"kind": "approval", "assignee": "head", "team": "Comercial", "due_minutes": 2 * DAY},
            ),
            (
                "visit",
                gettext_noop("Visit the site with the engineers"),
                ("welcome", "terms"),
                {"task_type": "visit", "due_minutes": 10 * DAY, "due_from": "start"},
            ),
            (
                "taxes",
                gettext_noop("Ask for the state's tax exemption"),
                ("terms",),
                {"team": "Atendimento", "assignee": "team", "due_minutes": 5 * DAY, "branch_field": "state",
                 "branch_value": "RS|SC|PR"},
            ),
        ],
    ),
    (
        gettext_noop("Approval of a discount"),
        "sales.opportunity",
        gettext_noop("For every discount beyond the price list."),
        [
            (
                "agree",
                gettext_noop("Approve the discount"),
                (),
                {"kind": "approval", "assignee": "head", "team": "Comercial", "due_minutes": DAY},
            ),
            (
                "proposal",
                gettext_noop("Send the new proposal"),
                ("agree",),
                {"task_type": "proposal", "due_minutes": DAY},
            ),
        ],
    ),
]  # fmt: skip


ROUTINE = [
    ("todo", gettext_noop("Review the pipeline"), "FREQ=WEEKLY;BYDAY=MO", "none", 9),
    ("email", gettext_noop("Send the week's figures to the team"), "FREQ=WEEKLY;BYDAY=FR", "previous", 17),
    ("todo", gettext_noop("Close the commissions of the month"), "FREQ=MONTHLY;BYMONTHDAY=5", "next", 10),
]
INSTALLATION = [
    (
        "visit",
        gettext_noop("Measure the roof"),
        [gettext_noop("Ladder and helmet"), gettext_noop("Photos of the meter")],
    ),
    ("proposal", gettext_noop("Draw the project"), [gettext_noop("Panels"), gettext_noop("Inverter")]),
    ("todo", gettext_noop("Send the project to the utility"), []),
    ("meeting", gettext_noop("Fix the day of the installation"), []),
]
OUTCOMES = [
    gettext_noop("They want the proposal by e-mail."),
    gettext_noop("The partner decides next week."),
    gettext_noop("All data is there; the drawing can begin."),
]


def build(world: World):
    """Done tasks of the past with customers, some open ones around today, work in order, and routine."""
    work_of_the_past(world)
    # Chance of its own: what others make of the world after this stays what it was.
    chance = random.Random(4)  # noqa: S311 - a demonstration, no secret
    dress(chance)
    for home in chance.sample(world.companies, 4):
        install(world, chance, home)
    routine(world)
    flow(world)


def dress(chance):
    """Priorities, effort and outcomes, as people would have noted them; a few that were called off or wait for anybody."""
    calendars = Calendars()
    with acting(None, cause="demo"):
        for task in Task.objects.select_related("owner").order_by("pk"):
            values = {
                "priority": chance.choice([2, 2, 2, 2, 3, 3, 4, 1]),
                "estimate_minutes": chance.choice([None, 30, 60, 120]),
            }
            if task.done_at is not None:
                values |= {"spent_minutes": chance.choice([15, 30, 45, 90]), "outcome": _(chance.choice(OUTCOMES))}
                values["worked_seconds"] = seconds_of(task, calendars)
            elif chance.random() < 0.06:
                values |= {"owner": None}
            Task.objects.filter(pk=task.pk).update(**values)
        for task in Task.objects.open().filter(owner__isnull=False).order_by("-pk")[:3]:
            told = {"cancelled_at": task.created_at + timedelta(days=1), "cancelled_by": task.owner}
            Task.objects.filter(pk=task.pk).update(**told, cancel_reason=_("The customer chose another date"))


def install(world, chance, home):
    """Four steps of one installation, each waiting for the one before, by several people."""
    people, before = [home.owner, *chance.sample(world.sellers, 2)], None
    for place, (kind, title, steps) in enumerate(INSTALLATION):
        owner = people[place % len(people)]
        with acting(home.owner, cause="demo"):
            task = Task.objects.create(
                title=_(title),
                type=types()[kind],
                about=home,
                owner=owner,
                team=owner.team,
                created_by=home.owner,
                created_at=world.now - timedelta(days=3),
                due_at=(world.now + timedelta(days=place * 3 - 1)).replace(
                    hour=17, minute=0, second=0, microsecond=0
                ),
                priority=3,
            )
            lay_out(task, [_(step) for step in steps])
            participants.join(task, [person for person in people if person != owner])
            if before is not None:
                Dependency.objects.create(task=task, predecessor=before)
            ChecklistItem.objects.filter(task=task, position=0).update(done_at=world.now, done_by=owner)
        before = task


def routine(world):
    """What comes again for who leads a team."""
    manager = world.people["Bruno Reis"]
    for kind, title, rule, shift, hour in ROUTINE:
        due_at = (
            (world.now + timedelta(days=1)).astimezone(ZONE).replace(hour=hour, minute=0, second=0, microsecond=0)
        )
        task = Task(title=_(title), type=types()[kind], owner=manager, team=manager.team, due_at=due_at)
        with timezone.override(ZONE):
            tasks.create(task, by=manager, repeats=rule, repeat_shift=shift, is_told=True)


def work_of_the_past(world: World):
    with acting(None, cause="demo"):
        made = []
        for home in world.chance.sample(world.companies, 90):
            about = world.chance.choice([home, *world.contacts.get(home.pk, [])])
            made.append(task(world, about, due=world.moment(after=home.created_at), is_done=True))
        made += [
            task(world, home, due=world.deadline(world.chance.randint(-4, 12)))
            for home in world.chance.sample(world.companies, 30)
        ]
        Task.objects.bulk_create(made)


def seconds_of(task, calendars) -> int:
    return int(calendar_for(task=task, calendars=calendars).between(task.created_at, task.done_at).total_seconds())


def types() -> dict:
    return {one.key: one for one in TaskType.objects.filter(key__isnull=False)}


def task(world: World, about, *, due, is_done=False) -> Task:
    """One task about a record of the demonstration, for the record's owner."""
    kind, title = world.chance.choice(WORK)
    created = min(due, world.now) - timedelta(days=world.chance.randint(1, 9))
    return Task(
        title=_(title),
        type=types()[kind],
        about=about,
        due_at=due,
        done_at=min(due + timedelta(hours=world.chance.randint(-20, 30)), world.now) if is_done else None,
        done_by=about.owner if is_done else None,
        owner=about.owner,
        team=about.team,
        created_by=about.owner,
        created_at=created,
    )


def flow(world: World):
    """Calendars of two teams, somebody on holiday, processes under way, what waits for a yes."""
    with acting(None, cause="demo", at=world.now - timedelta(days=2)):
        calendar_of_the_south(world)
        absences(world)
        onboarding, __ = templates(world)
        customers = [one for one in world.companies if one.relationship == "customer" and one.owner][:4]
        for place, company in enumerate(customers):
            process = processes.start(onboarding, company, by=company.owner)
            for run in process.steps.filter(task__isnull=False)[: place % 3]:
                tasks.complete(run.task, by=None)
        head = world.people["Bruno Reis"]
        for company in customers[:2]:
            asked = Approval(title=_("Discount on the first order"), about=company, owner=company.owner)
            asked.due_at = world.deadline(2)
            approvals.create(asked, by=company.owner, people=[head])


def calendar_of_the_south(world: World):
    south = Team.objects.get(name="Sul")
    made = Calendar.objects.create(name=_("Rio Grande do Sul"))
    half = {"day": "--12-24", "name": _("Christmas Eve"), "windows": [["08:00", "12:00"]]}
    CalendarVersion.objects.create(calendar=made, region="BR-RS", optional_days=["Carnaval"], holidays=[half])
    CalendarUse.objects.create(team=south, calendar=made)


def absences(world: World):
    today = timezone.localdate()
    for name, substitute, start, days, reason in (
        ("Rafael Becker", "Ana Melo", -3, 14, _("Vacation")),
        ("Marina Tanaka", "Caio Luz", 12, 5, _("Training course")),
    ):
        first = today + timedelta(days=start)
        Absence.objects.create(
            owner=world.people[name],
            team=world.people[name].team,
            substitute=world.people[substitute],
            starts_on=first,
            ends_on=first + timedelta(days=days),
            reason=reason,
        )


def templates(world: World) -> list[ProcessTemplate]:
    found, teams = [], {team.name: team for team in Team.objects.all()}
    for name, label, about, steps in PROCESSES:
        model = subject_model(label)
        kind = ContentType.objects.get_for_model(model) if model else None
        template = ProcessTemplate.objects.create(
            name=_(name), description=_(about), record_type=kind, team=teams["Comercial"]
        )
        made = {}
        for key, title, after, facts in steps:
            facts = {**facts, "team": teams[facts["team"]]} if "team" in facts else facts
            facts = {**facts, "task_type": types()[facts["task_type"]]} if "task_type" in facts else facts
            facts = {**facts, "checklist": _(facts["checklist"])} if "checklist" in facts else facts
            step = ProcessStep.objects.create(template=template, key=key, title=_(title), position=len(made), **facts)
            step.after.set(made[one] for one in after)
            made[key] = step
        found.append(template)
    return found
