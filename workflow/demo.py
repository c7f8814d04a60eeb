"""What the staff of the demonstration did and still has to do."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.actions.history import acting
from crm.demo.world import World
from workflow.models import Task

WORK = [
    ("call", gettext_noop("Call about the proposal")),
    ("call", gettext_noop("Call to confirm the visit")),
    ("email", gettext_noop("Send the updated proposal")),
    ("visit", gettext_noop("Visit the site and measure the roof")),
    ("meeting", gettext_noop("Present the project to the partners")),
    ("proposal", gettext_noop("Prepare the financing simulation")),
    ("todo", gettext_noop("Ask for the last three energy bills")),
]


def build(world: World):
    """Done tasks of the past with customers, and some open ones around today."""
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


def task(world: World, about, *, due, is_done=False) -> Task:
    """One task about a record of the demonstration, for the record's owner."""
    kind, title = world.chance.choice(WORK)
    created = min(due, world.now) - timedelta(days=world.chance.randint(1, 9))
    return Task(
        title=_(title),
        kind=kind,
        about=about,
        due_at=due,
        done_at=min(due + timedelta(hours=world.chance.randint(-20, 30)), world.now) if is_done else None,
        done_by=about.owner if is_done else None,
        owner=about.owner,
        team=about.team,
        created_by=about.owner,
        created_at=created,
    )
