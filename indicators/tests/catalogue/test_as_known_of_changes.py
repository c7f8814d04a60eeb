"""Every figure as known before something changed is the figure one got then, down to its rows."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from crm.actions import record as records
from crm.actions.history import acting
from crm.measures import Asking, Period, all_kpis, kpi_of
from crm.measures.formula import Formula
from crm.models import Activity, Company, Contact, User
from crm.tests.factories import ActivityFactory, CompanyFactory, ContactFactory
from indicators.tests.catalogue.test_as_known import NOON, clock, won
from sales.models import Opportunity
from sales.tests.factories import OpportunityFactory, stage_of
from workflow.models import Task
from workflow.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
LATER = NOON + timedelta(days=5)
TABLES = {
    "task": Task,
    "deal": Opportunity,
    "contact": Contact,
    "company": Company,
    "activity": Activity,
    "person": User,
}


@pytest.fixture
def world(ana, bruno, dora):
    """One of each: what is open, due, bought, spoken of and incomplete in October."""
    User.objects.update(date_joined=NOON - timedelta(days=300))
    made = {"created_at": NOON, "owner": ana, "team": ana.team}
    with acting(ana, at=NOON):
        company = CompanyFactory(**made)
        deal = OpportunityFactory(
            **made | {"created_at": NOON - timedelta(days=20)},
            opened_at=NOON - timedelta(days=20),
            company=company,
            closes_on=date(2026, 10, 20),
        )
        found = {
            "company": company,
            "deal": deal,
            "contact": ContactFactory(**made),
            "task": TaskFactory(**made, about=deal, due_at=LATER),
            "activity": ActivityFactory(
                owner=ana, about=deal, occurred_at=LATER + timedelta(days=14), created_at=NOON
            ),
            "person": bruno,
        }
    won(ana, 700)
    return SimpleNamespace(**found, ana=ana, dora=dora)


def change(name, **values):
    def happens(world):
        rows = TABLES[name].objects.filter(pk=getattr(world, name).pk)
        with acting(world.dora, at=NOON + timedelta(days=8)):
            rows.update(**{field: value(world) if callable(value) else value for field, value in values.items()})

    return happens


def trash(name):
    return lambda world: records.trash(getattr(world, name), by=world.dora)


def everything(user=None, as_of=None):
    """Of every figure: the answer, its rows, and its parts by owner."""
    asking = Asking(user=user, as_of=as_of)
    return {one.key: told(one, asking) for one in all_kpis()}


def told(kpi, asking):
    parts = {}
    if "owner" in kpi.dimensions:
        parts = {who: answer(one) for who, one in kpi.breakdown(asking, OCTOBER, "owner").items()}
    roles = kpi.inputs if isinstance(kpi, Formula) else ("numerator", "denominator")
    rows = [sorted(kpi.rows(asking, OCTOBER, role).values_list("pk", flat=True)) for role in roles]
    return answer(kpi.figure(asking, OCTOBER)), parts, rows


def answer(figure):
    return figure.value, figure.numerator, figure.denominator, figure.n


STORIES = {
    "a task goes to the trash": (None, trash("task"), {"wf.open", "wf.tasks_by_type", "adm.next_step"}),
    "a task comes back from the trash": (
        trash("task"),
        lambda world: records.restore(world.task, by=world.dora),
        {"wf.open", "wf.tasks_by_type", "adm.next_step"},
    ),
    "a task is done": (None, change("task", done_at=LATER), {"wf.on_time", "wf.solution_time", "wf.open"}),
    "a task is done after all, not done, and done again": (
        change("task", done_at=LATER, worked_seconds=3600),
        lambda world: [
            change("task", done_at=at, worked_seconds=seconds)(world)
            for at, seconds in ((None, None), (LATER + timedelta(days=1), 7200))
        ],
        {"wf.on_time", "wf.solution_time"},
    ),
    "a task is not done after all": (
        change("task", done_at=LATER),
        change("task", done_at=None),
        {"wf.on_time", "wf.solution_time", "wf.open", "wf.overdue_now"},
    ),
    "a task is called off": (None, change("task", cancelled_at=LATER), {"wf.on_time", "wf.open", "adm.next_step"}),
    "a task gets another deadline": (
        None,
        change("task", due_at=NOON + timedelta(days=40)),
        {"wf.overdue_now"},
    ),
    "a task gets its first deadline": (
        lambda world: [Task.objects.all().delete(), setattr(world, "task", TaskFactory(created_at=NOON))],
        change("task", due_at=LATER),
        {"wf.on_time"},
    ),
    "a task is handed over": (
        None,
        change("task", owner=lambda world: world.dora),
        {"wf.tasks_by_type", "wf.on_time"},
    ),
    "an opportunity goes to the trash": (None, trash("deal"), {"sal.open", "sal.pipeline", "sal.stage_age"}),
    "a won opportunity goes to the trash": (
        lambda world: setattr(world, "deal", Opportunity.objects.get(state="won")),
        trash("deal"),
        {"sal.revenue_won", "sal.win_rate_decided"},
    ),
    "an opportunity is closed": (
        None,
        change("deal", stage=lambda world: stage_of("lost")),
        {"sal.open", "sal.win_rate_decided"},
    ),
    "a contact can be reached": (None, change("contact", phones=["+5548999990000"]), {"adm.contacts_reachable"}),
    "a contact loses its e-mail": (
        change("contact", emails=["a@norte.example", "b@norte.example"]),
        change("contact", emails=[]),
        {"adm.contacts_reachable"},
    ),
    "a contact goes to the trash": (None, trash("contact"), {"adm.contacts_reachable"}),
    "a company gets its CNPJ": (None, change("company", cnpj="11222333000181"), {"adm.companies_identified"}),
    "a company loses its owner": (None, change("company", owner=None), {"adm.companies_owned"}),
    "a company goes to the trash": (None, trash("company"), {"adm.companies_identified"}),
    "an activity goes to the trash": (None, trash("activity"), {"adm.activities", "sal.stale_share"}),
    "an activity is told to have been earlier": (
        None,
        change("activity", occurred_at=NOON - timedelta(days=30)),
        {"adm.activities", "sal.stale_share"},
    ),
    "an activity of October is written down": (
        None,
        lambda world: ActivityFactory(owner=world.ana, about=world.company, occurred_at=LATER),
        {"adm.activities"},
    ),
    "an account is closed": (None, change("person", is_active=False), {"adm.adoption"}),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_later_change_is_not_known_before_it_was_told(world, story):
    first, happens, moved = STORIES[story]
    if first:
        first(world)
    before = everything()
    known = clock()
    happens(world)

    then, now = everything(as_of=known), everything()

    assert {key: then[key] for key in before if then[key] != before[key]} == {}
    assert moved <= {key for key in before if now[key] != before[key]}


def test_somebody_sees_then_what_they_may_see_of_it(world, caio):
    before = seen(world.ana), seen(caio)
    known = clock()
    for name in ("task", "deal", "contact", "company"):
        trash(name)(world)

    assert (seen(world.ana, known), seen(caio, known)) == before
    assert seen(world.ana) != before[0]


def seen(user, as_of=None):
    """Whose subject lies in the trash, an activity is seen by nobody: that is asked of today."""
    return {key: one for key, one in everything(user, as_of).items() if key != "adm.activities"}


def test_the_series_begins_with_what_was_known_then(world):
    change("task", done_at=LATER)(world)
    known = clock()
    change("task", done_at=None)(world)
    kpi = kpi_of("wf.solution_time")

    assert kpi.begins(Asking(as_of=known)) == LATER
    assert kpi.begins(Asking()) is None
    assert [one.n for one in kpi.series(Asking(as_of=known), [OCTOBER])] == [1]
